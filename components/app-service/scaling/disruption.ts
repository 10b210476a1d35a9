import type * as k8s from "@pulumi/kubernetes";
import type { Count } from "../pod/count";
import type { PodSettings } from "../pod/pod-settings";

/** Fewest and most pods. */
export interface Bounds {
  min: number;
  max: number;
}

type Disruption = PodSettings["disruption"];
type BudgetSpec = k8s.types.input.policy.v1.PodDisruptionBudgetSpec;

/** From this many pods on a drain may take a quarter of them instead of one. */
const many = 8;

/**
 * What a drain may take: nothing is said for a service of one pod, which no budget can protect without blocking drains.
 * Pods that are not ready may always go: they serve no one, and a broken version would otherwise hold its nodes
 * (https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy).
 */
export function budgetSpec(
  disruption: Disruption,
  bounds: Bounds,
  selector: Record<string, string>,
): BudgetSpec | undefined {
  if (bounds.max < 2) return undefined;
  return {
    ...budget(disruption, bounds),
    selector: { matchLabels: selector },
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
}

/** True where a budget lets no pod go at the fewest pods. */
export function blocksDrain(disruption: Disruption, bounds: Bounds): boolean {
  return allowedDisruptions(budget(disruption, bounds), bounds.min) < 1;
}

/**
 * Pods that may go of so many healthy ones. Percentages round up, both ways:
 * getExpectedPodCount, kubernetes v1.36 pkg/controller/disruption/disruption.go.
 */
export function allowedDisruptions(
  given: { minAvailable?: Count | undefined; maxUnavailable?: Count | undefined },
  pods: number,
): number {
  if (given.minAvailable !== undefined) return pods - scaled(given.minAvailable, pods);
  return scaled(given.maxUnavailable ?? 1, pods);
}

function budget({ minAvailable, maxUnavailable }: Disruption, { max }: Bounds) {
  if (minAvailable !== undefined) return { minAvailable };
  return { maxUnavailable: maxUnavailable ?? (max > many ? "25%" : 1) };
}

function scaled(value: Count, pods: number): number {
  return typeof value === "number" ? value : Math.ceil((Number.parseInt(value, 10) * pods) / 100);
}
