import type { PoolRef } from "../shared/refs";
import { label } from "../shared/vocabulary";

/** Where the pods of an add-on go, in the form that charts take. */
export interface Placement {
  nodeSelector: Record<string, string>;
  tolerations: { key: string; operator: "Equal"; value: string; effect: string }[];
}

/** The system pool; without one, anywhere. */
export function placementOn(pool: PoolRef | undefined): Placement {
  return {
    nodeSelector: { ...pool?.labels },
    tolerations: (pool?.taints ?? []).map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect })),
  };
}

/**
 * Spread of a Deployment's or StatefulSet's pods: never two on one node, and evenly over zones as far as there is room.
 * Zones are a wish, because with a zone lost a rule would keep the rest from being replaced.
 */
export function spread(selector: Record<string, string>, replicas: number, controller: "Deployment" | "StatefulSet") {
  if (replicas < 2) return [];
  // Per revision, so that a rolling update's new pod is not kept away by the old ones: one node more than replicas is
  // not needed then. https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
  const revision = controller === "Deployment" ? { matchLabelKeys: ["pod-template-hash"] } : {};
  return [constraint(label.hostname, "DoNotSchedule"), constraint(label.zone, "ScheduleAnyway")];

  function constraint(topologyKey: string, whenUnsatisfiable: string) {
    return { maxSkew: 1, topologyKey, whenUnsatisfiable, labelSelector: { matchLabels: selector }, ...revision };
  }
}

/** Requests as limits for memory, requests alone for CPU: a throttled controller is slow when it is needed most. */
export function resources(cpu: string, memory: string) {
  return { requests: { cpu, memory }, limits: { memory } };
}
