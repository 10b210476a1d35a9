import { queueArn, scalingQueues } from "../components/app-service/scaling/keda";
import type { ServicesSettings } from "../components/app-service/settings";
import { queueRef } from "../components/queues/queue-plan";
import type { QueuesSettings } from "../components/queues/settings";
import type { AddonsSettings } from "../components/platform-addons/settings";
import { partitionOf } from "../components/shared/context";

/** What is read of a config. */
export interface ServiceQueuesView {
  aws: { region: string; accountId: string };
  addons: AddonsSettings;
  cluster: { name: string };
  queues: QueuesSettings;
  services: ServicesSettings;
}

/** The services, with the queues of the stack by which they scale as URLs: a trigger names one as `consumes` does. */
export function servicesByQueueUrl({ aws, cluster, queues, services }: Omit<ServiceQueuesView, "addons">) {
  const context = { ...aws, partition: partitionOf(aws.region), clusterName: cluster.name };
  const urlOf = (queue: string) => {
    const settings = Object.hasOwn(queues, queue) ? queues[queue] : undefined;
    return settings ? queueRef(context, queue, settings).url : queue;
  };
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const triggers = service.scaling.queues.map((trigger) => ({ ...trigger, queue: urlOf(trigger.queue) }));
      return [name, { ...service, scaling: { ...service.scaling, queues: triggers } }];
    }),
  );
}

/** The add-ons of a stack, with the queues that scale its services among those that KEDA may ask for their length. */
export function withServiceQueues<View extends ServiceQueuesView>(config: View): View {
  const { keda } = config.addons;
  if (!keda) return config;
  const context = { ...config.aws, partition: partitionOf(config.aws.region) };
  const arns = Object.values(servicesByQueueUrl(config))
    // Of a service that a standby has stopped, too: a promotion is no time to wait for a right.
    .flatMap((service) => (service.scaling.max === 0 ? service.scaling.queues : scalingQueues(service)))
    .map(({ queue }) => queueArn(queue, context));
  const queueArns = [...new Set([...keda.queueArns, ...arns])];
  return { ...config, addons: { ...config.addons, keda: { ...keda, queueArns } } };
}
