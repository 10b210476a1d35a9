import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";

export function isBudget({ group, kind }: Kind): boolean {
  return group === "policy" && kind === "PodDisruptionBudget";
}

export function selectorOf(budget: KubeObject): Field {
  return budget.root.at("spec", "selector");
}

/** A number or a percentage of so many pods, which rounds up; undefined for what is neither. */
export function share(field: Field, pods: number): number | undefined {
  if (typeof field.value === "number") {
    return Number.isInteger(field.value) && field.value >= 0 ? field.value : undefined;
  }
  // Percentages round up both ways: getExpectedPodCount, kubernetes v1.36 pkg/controller/disruption/disruption.go.
  const percent = /^(\d+)%$/.exec(field.string ?? "")?.[1];
  return percent === undefined ? undefined : Math.ceil((pods * Number(percent)) / 100);
}
