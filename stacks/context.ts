import { partitionOf, type PlatformContext } from "../components/shared/context";
import type { PlatformConfig } from "./schema";

/** Facts of a stack that every component may need. */
export function contextOf(config: PlatformConfig): PlatformContext {
  return {
    stack: config.stack,
    tier: config.tier,
    region: config.aws.region,
    accountId: config.aws.accountId,
    partition: partitionOf(config.aws.region),
    clusterName: config.cluster.name,
    kubernetesVersion: config.cluster.version,
    team: config.team,
    costCenter: config.costCenter,
  };
}
