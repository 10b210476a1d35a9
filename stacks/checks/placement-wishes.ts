import type { ServicesSettings } from "../../components/app-service/settings";
import { isOpen, poolSpecs, type PoolSpec } from "../../components/node-pools/pool-spec";
import type { NodePoolsSettings } from "../../components/node-pools/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface PlacementWishesView {
  network: { zones: string[] };
  managedAddons: { podNetworking: { prefixDelegation: boolean } };
  nodePools: NodePoolsSettings;
  addons: Pick<AddonsSettings, "karpenter" | "cluster-autoscaler">;
  services: ServicesSettings;
}

type Service = ServicesSettings[string];

/** Wishes of where pods stand that contradict the nodes and zones that there can be. */
export function checkPlacementWishes(config: PlacementWishesView): CheckResult {
  const { prefixDelegation } = config.managedAddons.podNetworking;
  const specs = Object.values(poolSpecs(config.nodePools, { zones: config.network.zones, prefixDelegation }));
  return {
    problems: Object.entries(config.services).flatMap(([name, service]) => {
      const pools = poolsOf(service, specs);
      // Karpenter makes as many as are asked for, and a pool that isn't there is reported elsewhere.
      if (pools.length === 0 || (service.pool === undefined && config.addons.karpenter)) return [];
      return [...nodeProblems(name, service, pools, config), ...zoneProblems(name, service, pools)];
    }),
  };
}

function poolsOf({ pool }: Service, specs: PoolSpec[]): PoolSpec[] {
  return specs.filter((spec) => (pool === undefined ? isOpen(spec) && !spec.settings.system : spec.name === pool));
}

/** `spread.nodes: required` gives each pod a node of its own. */
function nodeProblems(name: string, service: Service, pools: PoolSpec[], config: PlacementWishesView): ConfigProblem[] {
  if (service.spread.nodes !== "required") return [];
  const size = config.addons["cluster-autoscaler"] ? "max" : "desired";
  const nodes = pools.reduce((sum, { settings }) => sum + settings.size[size], 0);
  const pods = service.scaling.max;
  if (pods <= nodes) return [];
  const names = pools.map((spec) => `nodePools.${spec.name}.size.${size}`).join(", ");
  return [
    {
      path: `services.${name}.spread.nodes`,
      given: "required",
      why: `wants a node for each of ${pods.toString()} pods (scaling.max), and there are ${nodes.toString()} at the most (${names})`,
      set: `preferred, scaling.max: ${nodes.toString()}, or larger pools`,
    },
  ];
}

/** Pods that may stand in some zones only, on pools that have nodes in others. */
function zoneProblems(name: string, { zones }: Service, pools: PoolSpec[]): ConfigProblem[] {
  const reached = new Set(pools.flatMap((spec) => spec.zones));
  const missing = (zones ?? []).filter((zone) => !reached.has(zone));
  if (!zones || missing.length < zones.length || zones.length === 0) return [];
  return [
    {
      path: `services.${name}.zones`,
      why: `are ${zones.join(", ")}, and the nodes that it may run on stand in ${[...reached].join(", ")}`,
      set: `one of ${[...reached].join(", ")}, or another pool`,
    },
  ];
}
