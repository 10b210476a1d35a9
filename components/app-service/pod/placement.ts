import type * as k8s from "@pulumi/kubernetes";
import type { PoolRef } from "../../shared/refs";
import { label } from "../../shared/vocabulary";
import { versionLabel } from "../rollout/strategy";
import type { ServiceSettings } from "../settings";

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
 * Zones that the pods are kept to, and pods away from each other: on different nodes, and evenly over the zones. One pod
 * has nothing to be away from, and one zone nothing to be even over (MP-N5).
 *
 * Pods of one version are compared with each other only, so that a rollout's new pods neither wait for the old ones'
 * nodes nor end up where the old ones left room: KEP-3243, https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
 */
export function spreadOf(
  settings: Pick<ServiceSettings, "spread" | "zones" | "rollout">,
  selector: Record<string, string>,
  mostPods: number,
): Pick<PodSpec, "affinity" | "topologySpreadConstraints"> {
  const { spread, zones } = settings;
  const nodeAffinity = zones && {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: label.zone, operator: "In", values: zones }] }],
    },
  };
  if (mostPods < 2) return nodeAffinity ? { affinity: { nodeAffinity } } : {};
  const common = { labelSelector: { matchLabels: selector }, matchLabelKeys: [versionLabel(settings)] };
  const term = { topologyKey: label.hostname, ...common };
  const podAntiAffinity =
    spread.nodes === "required"
      ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] };
  const whenUnsatisfiable = spread.zones === "required" ? "DoNotSchedule" : "ScheduleAnyway";
  return {
    affinity: { ...(nodeAffinity ? { nodeAffinity } : {}), podAntiAffinity },
    ...(zones?.length === 1
      ? {}
      : { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: label.zone, whenUnsatisfiable, ...common }] }),
  };
}
