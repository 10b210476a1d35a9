import type * as k8s from "@pulumi/kubernetes";
import type { PoolRef } from "../../shared/refs";
import { label } from "../../shared/vocabulary";
import type { PodSettings } from "./pod-settings";

type PodSpec = k8s.types.input.core.v1.PodSpec;

/**
 * Nodes that the pods may run on: those of the pool, and of the image's architecture where it has one only. A pool's
 * taints are tolerated, which is what makes a dedicated pool the service's.
 */
export function placementOf(
  pool: PoolRef | undefined,
  architectures: readonly string[],
): Pick<PodSpec, "nodeSelector" | "tolerations"> {
  const [only, ...others] = architectures;
  const nodeSelector = { ...pool?.labels, ...(only !== undefined && !others.length ? { [label.arch]: only } : {}) };
  const tolerations = (pool?.taints ?? []).map(({ key, value, effect }) => ({
    key,
    operator: "Equal",
    ...(value === "" ? {} : { value }),
    effect,
  }));
  return {
    ...(Object.keys(nodeSelector).length ? { nodeSelector } : {}),
    ...(tolerations.length ? { tolerations } : {}),
  };
}

/**
 * Pods away from each other: on different nodes, and evenly over zones. One pod has nothing to be away from.
 *
 * Pods of one version are compared with each other only, so that a rollout's new pods neither wait for the old ones'
 * nodes nor end up where the old ones left room: KEP-3243, https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
 */
export function spreadOf(
  spread: PodSettings["spread"],
  selector: Record<string, string>,
  mostPods: number,
  versionLabel: string,
): Pick<PodSpec, "affinity" | "topologySpreadConstraints"> {
  if (mostPods < 2) return {};
  const labelSelector = { matchLabels: selector };
  const matchLabelKeys = [versionLabel];
  const term = { topologyKey: label.hostname, labelSelector, matchLabelKeys };
  return {
    affinity: {
      podAntiAffinity:
        spread.nodes === "required"
          ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
          : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: label.zone,
        whenUnsatisfiable: spread.zones === "required" ? "DoNotSchedule" : "ScheduleAnyway",
        labelSelector,
        matchLabelKeys,
      },
    ],
  };
}
