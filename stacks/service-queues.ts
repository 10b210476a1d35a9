import { queueArn, scalingQueues } from "../components/app-service/scaling/keda";
import type { ServicesSettings } from "../components/app-service/settings";
import type { AddonsSettings } from "../components/platform-addons/settings";
import { partitionOf } from "../components/shared/context";

/** What is read of a config. */
export interface ServiceQueuesView {
  aws: { region: string; accountId: string };
  addons: AddonsSettings;
  services: ServicesSettings;
}

/** The add-ons of a stack, with the queues that scale its services among those that KEDA may ask for their length. */
export function withServiceQueues<View extends ServiceQueuesView>(config: View): View {
  const { keda } = config.addons;
  if (!keda) return config;
  const context = { ...config.aws, partition: partitionOf(config.aws.region) };
  const arns = Object.values(config.services)
    .flatMap(scalingQueues)
    .map(({ queue }) => queueArn(queue, context));
  const queueArns = [...new Set([...keda.queueArns, ...arns])];
  return { ...config, addons: { ...config.addons, keda: { ...keda, queueArns } } };
}
