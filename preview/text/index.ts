import type { Plan } from "../plan";
import { treeLines } from "./tree";

/** How the report is laid out. */
export interface Layout {
  verbose: boolean;
  colour: boolean;
  /** Columns of the terminal; undefined when it is none. */
  width: number | undefined;
}

/** The plan as a person reads it. */
export function report(plan: Plan, _layout: Layout): string {
  const findings = plan.findings.map((one) => `[${one.level}] ${one.policy}: ${one.message}`);
  return [...findings, ...plan.warnings.map((one) => `warning: ${one}`), ...treeLines(plan.resources, true)].join("\n");
}
