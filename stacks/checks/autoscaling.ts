import type { AddonsSettings } from "../../components/platform-addons/settings";
import { clusterAutoscalerRelease } from "../../components/platform-addons/catalog/cluster-autoscaler/cluster-autoscaler";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface AutoscalingView {
  cluster: { version: string };
  addons: Pick<AddonsSettings, "cluster-autoscaler">;
  nodePools: Record<string, { size: { min: number; desired: number; max: number } }>;
}

const addon = "cluster-autoscaler";
const path = `addons.${addon}`;

/** The autoscaler of pools against the pools and the Kubernetes version. */
export function checkAutoscaling(config: AutoscalingView): CheckResult {
  const settings = config.addons[addon];
  if (settings === undefined) return {};
  return {
    problems: [...releaseProblems(config), ...boundProblems(settings.maxNodesTotal, config)],
    warnings: boundWarnings(settings.maxNodesTotal, config),
  };
}

function releaseProblems({ cluster }: AutoscalingView): ConfigProblem[] {
  if (clusterAutoscalerRelease(cluster.version) !== undefined) return [];
  return [
    {
      path,
      why: `has no release for Kubernetes ${cluster.version}, whose scheduler it simulates`,
      set: "another cluster.version, or remove the line",
    },
  ];
}

/** Below the pools' own numbers the bound means nothing: EKS keeps them, the autoscaler only stops adding. */
function boundProblems(bound: number | undefined, { nodePools }: AutoscalingView): ConfigProblem[] {
  const desired = total(nodePools, "desired");
  if (bound === undefined || bound >= desired) return [];
  return [
    {
      path: `${path}.maxNodesTotal`,
      given: String(bound),
      why: `is less than the ${desired} nodes that the pools start with (${listed(nodePools)})`,
      set: `${desired} or more, or smaller pools`,
    },
  ];
}

function boundWarnings(bound: number | undefined, { nodePools }: AutoscalingView): string[] {
  const most = total(nodePools, "max");
  if (bound === undefined || bound <= most) return [];
  return [`${path}.maxNodesTotal: ${bound} is never reached, the pools together end at ${most} nodes.`];
}

function total(pools: AutoscalingView["nodePools"], which: "desired" | "max"): number {
  return Object.values(pools).reduce((sum, { size }) => sum + size[which], 0);
}

function listed(pools: AutoscalingView["nodePools"]): string {
  return Object.entries(pools)
    .map(([name, { size }]) => `${name} ${size.desired}`)
    .join(", ");
}
