import { diffOf, type PlanDiff } from "../../../preview/diff/plan-diff";
import type { PlanDocument } from "../../../preview/document";

type Resource = PlanDocument["resources"][number];

export const namespace = "kubernetes:core/v1:Namespace";

/** A resource as `--json` prints it. */
export function resource(type: string, name: string, inputs: Record<string, unknown> = {}, more = {}): Resource {
  const urn = `urn:pulumi:s::platform::${type}::${name}`;
  return { urn, type, name, parent: null, provider: null, inputs, protect: false, retainOnDelete: false, ...more };
}

/** A plan of some resources, without cost or findings of its own. */
export function plan(resources: Resource[], more: Partial<PlanDocument> = {}): PlanDocument {
  const cost = { monthlyUsd: 0, items: [] } as unknown as PlanDocument["cost"];
  return { stack: "s", resources, policies: [], cost, ...more };
}

/** The difference of two plans of some resources each. */
export function diff(before: Resource[], after: Resource[]): PlanDiff {
  return diffOf(plan(before), plan(after), "before");
}
