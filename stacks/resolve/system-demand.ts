import { gatewayDemand } from "../../components/gateways/demand";
import { managedDemand } from "../../components/managed-addons/demand";
import type { PodDemand } from "../../components/platform-addons/pods";
import type { ResolvedAddon } from "../../components/platform-addons/resolve";
import { quantityNumber } from "../../components/shared/quantity";
import type { FollowedConfig } from "./followed";

type DemandView = Pick<FollowedConfig, "managedAddons" | "gateways" | "addons">;

/** What asks for room on the system pool, or on every node: add-ons, those that EKS manages, and proxies of gateways. */
export function systemDemand(config: DemandView, addons: Pick<ResolvedAddon, "pods">[]): PodDemand[] {
  return [
    ...managedDemand(config.managedAddons),
    ...addons.flatMap(({ pods }) => pods),
    ...gatewayDemand(config.gateways, config.addons["envoy-gateway"]?.namespace),
  ].filter(({ pool }) => pool === undefined);
}

/** What runs on every node, whatever its pool: the room of all other pods is beside it. */
export function agentsOf(demand: PodDemand[]): PodDemand[] {
  return demand.filter(({ copies }) => copies === "node");
}

/** Most nodes of a stack: all pools at their largest, and what Karpenter may make, at two CPUs a node. */
export function mostNodes({ nodePools, addons }: Pick<FollowedConfig, "nodePools" | "addons">): number {
  const managed = Object.values(nodePools).reduce((sum, { size }) => sum + size.max, 0);
  const cpus = Object.values(addons.karpenter?.nodePools ?? {}).reduce(
    (sum, { limits }) => sum + quantityNumber(limits.cpu),
    0,
  );
  return managed + Math.ceil(cpus / 2);
}
