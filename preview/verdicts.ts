import { rules } from "../policies/rules";
import type { Finding } from "./policy-run";
import { packConfig } from "./policy-run/config";

/** What one policy says of the stack as a whole. */
export interface Verdict {
  policy: string;
  /** Level that the stack's policy config gives it. */
  level: string;
  /** `unknown`: it holds as far as values are known before the deployment. */
  verdict: "holds" | "unknown" | "violated" | "disabled";
  violations: number;
}

/** The verdict of each policy of the pack, in the pack's order, and of the checks that are the preview's own: those that the stack's config asks for. */
export function verdictsOf(findings: Finding[], config: unknown, checks: Record<string, boolean>): Verdict[] {
  const { rules: configs } = packConfig(rules, config);
  const own = Object.entries(checks).map(([name, on]) => ({ name, level: on ? "mandatory" : "disabled" }));
  const all = [...rules.map(({ name }) => ({ name, level: configs.get(name)?.level ?? "mandatory" })), ...own];
  return all.map(({ name, level }) => {
    const found = findings.filter((finding) => finding.policy === name);
    const violations = found.filter((finding) => finding.kind === "violation").length;
    const verdict = level === "disabled" ? "disabled" : violations ? "violated" : found.length ? "unknown" : "holds";
    return { policy: name, level, verdict, violations };
  });
}
