import type { Cost } from "./cost";
import { display } from "./display";
import { footprintOf } from "./observability/footprint";
import type { Plan } from "./plan";
import type { Finding } from "./policy-run";

/** The document that `--json` prints: a contract, to which fields may be added but never changed. */
export interface PlanDocument {
  stack: string;
  resources: {
    urn: string;
    type: string;
    name: string;
    parent: string | null;
    provider: string | null;
    inputs: unknown;
    [more: string]: unknown;
  }[];
  policies: Finding[];
  cost: Cost["document"];
  [more: string]: unknown;
}

/**
 * The plan as plain data. Resources are sorted by URN and the keys of their inputs by name, so that the order of keys
 * in the YAML can't show; `dependencies` says what must exist first.
 */
export function documentOf(plan: Plan): PlanDocument {
  const resources = plan.resources.map((one) => ({
    urn: one.urn,
    type: one.type,
    name: one.name,
    parent: one.parent ?? null,
    provider: one.provider === undefined ? null : String(display(one.provider)),
    inputs: inOrder(display(one.inputs)),
    dependencies: [...one.dependencies].sort(),
    protect: one.protect,
    retainOnDelete: one.retainOnDelete,
  }));
  return {
    stack: plan.stack,
    tier: plan.config.tier,
    resources: resources.sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0)),
    policies: plan.findings,
    verdicts: plan.verdicts,
    waivers: plan.waivers,
    remediations: plan.remediations,
    cost: plan.cost.document,
    recovery: plan.recovery,
    observability: footprintOf(plan) ?? null,
    outputs: inOrder(display(plan.outputs)),
    warnings: plan.warnings,
  };
}

/** A value with the keys of its objects in alphabetical order. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
