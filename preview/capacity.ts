import { capacityOf, isOpen, type NodeCapacity, type PoolSpec } from "../components/node-pools/pool-spec";
import { type PodDemand, totalDemand } from "../components/platform-addons/pods";
import type { ResolvedStack } from "../stacks/resolve/stack";
import { agentsOf } from "../stacks/resolve/system-demand";
import { type Demand, demandsOf } from "./demand";
import type { Pods } from "./packing/fleet";
import { pack } from "./packing/pack";
import { podGroup } from "./packing/pods";
import { poolNodes } from "./packing/pool-nodes";
import type { View } from "./view";

/** Pools that the same workloads may run on, with what runs there. */
export interface PoolGroup {
  pools: PoolSpec[];
  demands: Demand[];
}

/** Each dedicated pool by itself, all open ones together; pools of the platform's own pods are the platform's. */
export function poolGroups(view: View, { poolSpecs }: Pick<ResolvedStack, "poolSpecs">): PoolGroup[] {
  const workers = Object.values(poolSpecs).filter(({ settings }) => !settings.system);
  const open = workers.filter(isOpen);
  const closed = workers.filter((spec) => !open.includes(spec));
  const demands = demandsOf(view);
  return [open, ...closed.map((spec) => [spec])].map((pools) => ({
    pools,
    demands: demands.filter(({ pool }) =>
      pool === undefined ? pools === open : pools.some(({ name }) => name === pool),
    ),
  }));
}

/**
 * Pools that can't carry the pods of the stack's own workloads, with every scaler at its most and beside what runs on every
 * node: by what all pods ask for together, and where that would do, by placing them one by one.
 *
 * Nothing is said of pools that Karpenter's nodes stand in for.
 */
export function capacityWarnings(view: View, config: ResolvedStack): string[] {
  const grows = config.addons["cluster-autoscaler"] !== undefined;
  const size = grows ? "max" : "desired";
  // Without a system pool, the platform's own pods run where the services do.
  const beside = config.systemPool ? agentsOf(config.systemDemand) : config.systemDemand;
  const karpenter = Object.keys(config.addons.karpenter?.nodePools ?? {}).length > 0;
  return poolGroups(view, config).flatMap(({ pools, demands }) => {
    if (!demands.length || !pools.length || (karpenter && pools.every(isOpen))) return [];
    const nodes = pools.reduce((sum, { settings }) => sum + settings.size[size], 0);
    const agents = totalDemand(beside, nodes);
    const there = (of: keyof NodeCapacity) =>
      pools.reduce((sum, spec) => sum + capacityOf(spec, size)[of], 0) - agents[of];
    const asked = (of: (one: Demand) => number) => demands.reduce((sum, one) => sum + of(one) * one.replicas.max, 0);
    const short = [
      { unit: " CPU", asked: asked((one) => one.cpuMillis) / 1000, there: there("cpuMillis") / 1000 },
      { unit: "Gi of memory", asked: asked((one) => one.memoryMiB) / 1024, there: there("memoryMiB") / 1024 },
      { unit: " pods", asked: asked(() => 1), there: there("pods") },
    ].filter((one) => one.asked > one.there);
    if (!short.length) return misfits(pools, demands, beside, size, view);
    const figures = short.map((one) => `${rounded(one.asked)}${one.unit} of ${rounded(Math.max(0, one.there))}`);
    const paths = pools.map(({ name }) => `nodePools.${name}`);
    return [
      `${paths.join(", ")}: with every service at its most, the pods that run there ask for ${figures.join(" and ")} that ` +
        `${counted(nodes)} have beside the platform's own, so some would wait for room. Raise size.${size} or take larger ` +
        `instanceTypes, or lower scaling.max of services.`,
    ];
  });
}

/** Pods that no node has room for, though all nodes together have: the largest of what is left is too small. */
function misfits(pools: PoolSpec[], demands: Demand[], beside: PodDemand[], size: "desired" | "max", view: View) {
  const zones = [...new Set(pools.flatMap((spec) => spec.zones))];
  const daemons = totalDemand(
    beside.filter(({ copies }) => copies === "node"),
    1,
  );
  const pods: Pods = new Map(demands.map((one) => [podGroup(one, view, "Ignore"), one.replicas.max]));
  for (const one of beside) {
    if (one.copies !== "node")
      pods.set({ ...one, name: one.workload, perNode: Infinity, zoneSkew: Infinity }, one.copies);
  }
  const existing = pools.flatMap((spec) => poolNodes(spec, size, daemons));
  const { waiting } = pack({ pods, zones, existing, offers: [] });
  if (waiting.size === 0) return [];
  const names = [...waiting].map(([group, count]) => `${count} of ${group.name.split("::").at(-1)}`);
  return [
    `${pools.map(({ name }) => `nodePools.${name}`).join(", ")}: with every service at its most, no node has room for ${names.join(", ")}, ` +
      `though all nodes together have. Raise size.${size}, take larger instanceTypes, or lower scaling.max of services.`,
  ];
}

const rounded = (figure: number) => String(Math.round(figure * 10) / 10);
const counted = (nodes: number) => (nodes === 1 ? "1 node" : `${nodes} nodes`);
