import type { Edges } from "../../components/app-service/traffic/peers";
import type { PoolSpec } from "../../components/node-pools/pool-spec";
import type { ObservedStack } from "../../components/observability/view";
import type { Placement } from "../../components/platform-addons/placement";
import type { PodDemand } from "../../components/platform-addons/pods";
import type { ResolvedAddon, SelectedAddon } from "../../components/platform-addons/resolve";
import type { WorkloadDemand } from "../../components/shared/workload-demand";
import type { PlatformContext } from "../../components/shared/context";
import type { FollowedConfig, FollowedService } from "./followed";

/** A service with everything that it takes from elsewhere in the config. */
export interface ResolvedService extends FollowedService {
  /** Its own team, else that of its namespace, else the stack's. */
  team: string;
  /** Who it calls and who calls it. */
  edges: Edges;
}

/**
 * A stack with everything decided that follows from its config: what layers, checks, preview and tools take. No name in it
 * leads nowhere, and what one part of the config means for another is in that other one.
 */
export interface ResolvedStack extends Omit<FollowedConfig, "services"> {
  /** Queues of the stack by which a service scales are URLs. */
  services: Record<string, ResolvedService>;
  context: PlatformContext;
  /** Tags of everything in AWS, the things too that add-ons and node groups make by themselves. */
  tags: Record<string, string>;
  /** Everything that is known of the pools before they are built. */
  poolSpecs: Record<string, PoolSpec>;
  /** The pool that add-ons run on: the first system pool by name; undefined without one, which is anywhere. */
  systemPool: PoolSpec | undefined;
  /** The same for pods of add-ons. */
  placement: Placement;
  /** Every add-on: those that the stack names, those of its monitoring, and the definitions that these need. */
  addonSet: SelectedAddon[];
  /** The same with everything decided, in the order in which they are installed. */
  resolvedAddons: ResolvedAddon[];
  /** What the pods of services and databases ask for. */
  workloadDemand: WorkloadDemand[];
  /** What asks for room on the system pool, or on every node. */
  systemDemand: PodDemand[];
  /** Services with metrics, the pages of all, and the ceiling of the cost, in the words of observability. */
  observed: ObservedStack;
}

/** A stack as it is when it serves, by which checks judge it, and as it is deployed, which differs for a standby. */
export interface Resolution {
  serving: ResolvedStack;
  deployed: ResolvedStack;
}
