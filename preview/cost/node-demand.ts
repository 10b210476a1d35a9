import { karpenterPools } from "../../components/platform-addons/catalog/karpenter/pools";
import { isOpen } from "../../components/node-pools/pool-spec";
import { type PodDemand, totalDemand } from "../../components/platform-addons/pods";
import type { ResolvedStack } from "../../stacks/resolve/stack";
import { agentsOf } from "../../stacks/resolve/system-demand";
import { poolGroups } from "../capacity";
import type { Node } from "../packing/fleet";
import type { Daemons } from "../packing/offers";
import type { Preferences } from "../packing/pods";
import { poolNodes } from "../packing/pool-nodes";
import type { View } from "../view";

/** What asks for nodes beside the objects of a recording: the pods of charts, which are one node offline. */
export interface NodeDemand {
  /** What runs on each node. */
  daemons: Daemons;
  /** Pods of add-ons on a pool of Karpenter's; those of no pool where the stack has none for the platform. */
  addons: PodDemand[];
  preferences: Preferences;
  /** Nodes of managed pools that are open to all: pods of no pool are there before Karpenter hears of them. */
  openNodes: Node[];
}

/** Undefined where the stack has no Karpenter. */
export function nodeDemandOf(view: View, config: ResolvedStack): NodeDemand | undefined {
  const { karpenter } = config.addons;
  if (!karpenter) return undefined;
  const pools = Object.keys(karpenterPools(karpenter));
  const placed = config.resolvedAddons.flatMap(({ pods }) => pods.filter(({ pool }) => pools.includes(pool ?? "")));
  const homeless = config.systemPool ? [] : config.systemDemand.filter(({ copies }) => copies !== "node");
  const daemons = totalDemand(agentsOf(config.systemDemand), 1);
  return {
    daemons,
    addons: [...placed, ...homeless],
    preferences: preferencesOf(karpenter.values),
    openNodes: poolGroups(view, config)
      .flatMap((group) => group.pools.filter(isOpen))
      .flatMap((spec) => poolNodes(spec, "desired", daemons)),
  };
}

/** `settings.preferencePolicy` of the chart: charts/karpenter/values.yaml of v1.14.1. */
function preferencesOf(values: unknown): Preferences {
  const settings = (values as { settings?: { preferencePolicy?: unknown } } | undefined)?.settings;
  return settings?.preferencePolicy === "Ignore" ? "Ignore" : "Respect";
}
