import { queueArn, scalingQueues } from "../../components/app-service/scaling/keda";
import { queueRef } from "../../components/queues/queue-plan";
import type { PlatformContext } from "../../components/shared/context";
import type { FollowedConfig } from "./followed";

type Queued = Pick<FollowedConfig, "addons" | "queues" | "services">;

/** The services, with the queues of the stack by which they scale as URLs: a trigger names one as `consumes` does. */
export function withQueueUrls<Config extends Queued>(config: Config, context: PlatformContext): Config {
  const { queues } = config;
  const urlOf = (queue: string) => {
    const settings = Object.hasOwn(queues, queue) ? queues[queue] : undefined;
    return settings ? queueRef(context, queue, settings).url : queue;
  };
  const services = Object.entries(config.services).map(([name, service]) => {
    const triggers = service.scaling.queues.map((trigger) => ({ ...trigger, queue: urlOf(trigger.queue) }));
    return [name, { ...service, scaling: { ...service.scaling, queues: triggers } }];
  });
  return { ...config, services: Object.fromEntries(services) as Config["services"] };
}

/** The add-ons of a stack, with the queues that scale its services among those that KEDA may ask for their length. */
export function withQueueRights<Config extends Queued>(config: Config, context: PlatformContext): Config {
  const { keda } = config.addons;
  if (!keda) return config;
  const arns = Object.values(config.services)
    // Of a service that a standby has stopped, too: a promotion is no time to wait for a right.
    .flatMap((service) => (service.scaling.max === 0 ? service.scaling.queues : scalingQueues(service)))
    .map(({ queue }) => queueArn(queue, context));
  const queueArns = [...new Set([...keda.queueArns, ...arns])];
  return { ...config, addons: { ...config.addons, keda: { ...keda, queueArns } } };
}
