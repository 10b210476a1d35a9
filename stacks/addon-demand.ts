import { gatewayDemand } from "../components/gateways/demand";
import { managedDemand } from "../components/managed-addons/demand";
import type { Placement } from "../components/platform-addons/placement";
import { placementOn } from "../components/platform-addons/placement";
import type { PodDemand } from "../components/platform-addons/pods";
import { resolveAddons, type ResolvedAddon, type SelectedAddon } from "../components/platform-addons/resolve";
import { quantityNumber } from "../components/shared/quantity";
import { addonFacts, addonSet } from "./addon-set";
import { contextOf } from "./context";
import type { PlatformConfig } from "./schema";
import { withServiceQueues } from "./service-queues";
import { withServiceTls } from "./service-tls";

/** Every add-on of a stack: those it names, and what its services and its monitoring need. */
export function selectedAddonsOf(config: PlatformConfig): SelectedAddon[] {
  return addonSet(withServiceTls(withServiceQueues(config)));
}

/** The same with everything decided. */
export function resolvedAddons(
  config: PlatformConfig,
  { tags = {}, placement = placementOn(undefined) }: { tags?: Record<string, string>; placement?: Placement } = {},
): ResolvedAddon[] {
  return resolveAddons(selectedAddonsOf(config), {
    facts: addonFacts(contextOf(config), config, config.network, tags),
    placement,
    identity: config.cluster.identity,
  });
}

/** What asks for room on the system pool, or on every node: add-ons, those that EKS manages, and proxies of gateways. */
export function systemDemand(config: PlatformConfig): PodDemand[] {
  return [
    ...managedDemand(config.managedAddons),
    ...resolvedAddons(config).flatMap(({ pods }) => pods),
    ...gatewayDemand(config.gateways, config.addons["envoy-gateway"]?.namespace ?? ""),
  ].filter(({ pool }) => pool === undefined);
}

/** What runs on every node, whatever its pool: the room of all other pods is beside it. */
export function agentDemand(config: PlatformConfig): PodDemand[] {
  return systemDemand(config).filter(({ copies }) => copies === "node");
}

/** Most nodes of a stack: all pools at their largest, and what Karpenter may make, at two CPUs a node. */
export function mostNodes({ nodePools, addons }: Pick<PlatformConfig, "nodePools" | "addons">): number {
  const managed = Object.values(nodePools).reduce((sum, { size }) => sum + size.max, 0);
  const cpus = Object.values(addons.karpenter?.nodePools ?? {}).reduce(
    (sum, { limits }) => sum + quantityNumber(limits.cpu),
    0,
  );
  return managed + Math.ceil(cpus / 2);
}
