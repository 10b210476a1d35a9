import { partitionOf, type PlatformContext } from "../../components/shared/context";
import type { FollowedConfig } from "./followed";

/** Facts of a stack that every component may need. */
export function contextOf(config: FollowedConfig): PlatformContext {
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

/** Tags of everything in AWS. */
export function tagsOf({ aws }: FollowedConfig, { clusterName, stack, team, costCenter }: PlatformContext) {
  return { ...aws.tags, platform: clusterName, stack, team, "cost-center": costCenter };
}
