import { rules } from "../../policies/rules";
import type { Plan } from "../plan";
import type { Finding } from "../policy-run";
import type { Style } from "./style";
import { counted } from "./style";

/** Findings of one rule are shown up to this many. */
const limit = 8;

/** Violations by rule, mandatory ones first; then what no rule could judge yet. */
export function violationLines(plan: Plan, style: Style): string[] {
  const violations = plan.findings.filter((finding) => finding.kind === "violation");
  const unknown = plan.findings.filter((finding) => finding.kind === "unknown");
  const groups = byRule(violations);
  if (groups.length === 0) return unknownLines(unknown, style);
  const mandatory = violations.filter((finding) => finding.level === "mandatory").length;
  const { colours } = style;
  const count = [
    ...(mandatory ? [colours.red(counted(mandatory, "mandatory violation"))] : []),
    ...(violations.length > mandatory ? [colours.yellow(`${violations.length - mandatory} advisory`)] : []),
  ].join(", ");
  return [
    `${colours.bold("Violations")}  ${count}`,
    ...groups.flatMap((group) => ["", ...groupLines(group, plan, style)]),
    "",
    ...unknownLines(unknown, style),
  ];
}

interface Group {
  policy: string;
  findings: Finding[];
}

const severities = ["low", "medium", "high", "critical"];

/** Mandatory rules before advisory ones, then the more severe, then those with more findings. */
function byRule(findings: Finding[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const key = `${finding.level} ${finding.policy}`;
    const group = groups.get(key) ?? { policy: finding.policy, findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  const level = ({ findings: [first] }: Group) => (first?.level === "mandatory" ? 1 : 0);
  const severity = ({ policy }: Group) =>
    severities.indexOf(rules.find(({ name }) => name === policy)?.severity ?? "medium");
  return [...groups.values()].sort(
    (a, b) => level(b) - level(a) || severity(b) - severity(a) || b.findings.length - a.findings.length,
  );
}

function groupLines({ policy, findings }: Group, plan: Plan, style: Style): string[] {
  const { colours } = style;
  const rule = rules.find(({ name }) => name === policy);
  const mandatory = findings[0]?.level === "mandatory";
  const level = mandatory ? colours.red("✗ mandatory") : colours.yellow("! advisory ");
  return [
    `  ${level}  ${colours.bold(policy)} (${findings.length})${rule ? `  ${colours.dim(`${rule.severity}: ${rule.description}`)}` : ""}`,
    ...style.some(
      findings,
      limit,
      (finding) => {
        const where = finding.path === undefined ? "" : ` [${plan.where(finding.path).trim()}]`;
        return style.wrapped(`${finding.message}${where}`, "    - ", "      ");
      },
      "    ",
    ),
  ];
}

/** A rule that met a value which only a deployment knows says so; one line for each rule will do. */
function unknownLines(findings: Finding[], style: Style): string[] {
  if (findings.length === 0) return [];
  const head = style.heading("Not judged yet", "values that only a deployment knows; `pulumi up` judges them");
  if (style.verbose)
    return [head, ...findings.flatMap((one) => style.wrapped(`${one.policy}: ${one.message}`, "  - ")), ""];
  const counts = byRule(findings).map((group) => `${group.policy} (${group.findings.length})`);
  return [head, ...style.wrapped(`${counts.join(", ")}  … --verbose lists them`, "  "), ""];
}
