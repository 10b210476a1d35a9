import type { AddonObject } from "./addon";

/** A budget that lets one pod go at a time, and any that is not ready: for charts whose own can't say the second. */
export function drainBudget(name: string, namespace: string, selector: Record<string, string>): AddonObject {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace },
    body: {
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: selector },
      },
    },
  };
}
