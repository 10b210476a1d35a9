import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { rules } from "../../policies/rules";
import type { Rule } from "../../policies/support/rule";
import type { Plan } from "../plan";
import type { Finding } from "../policy-run";

/** What the preview's own checks are called in a report; the pack has no rule of these names. */
const ownChecks: Record<string, string> = {
  "cost-ceiling": "The stack costs no more a month than its config allows.",
  "recovery-objectives": "Every data store meets the recovery objectives that the stack promises.",
  "policy-pack": "The policy config names rules and settings that exist, and no rule crashes.",
};

/**
 * The findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), each at the line of the stack's YAML
 * that caused it, in the subset that GitHub's code scanning reads
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 * A finding whose object doesn't say which part of the YAML made it stands at the first line.
 */
export function sarif(plan: Plan): Log {
  const names = [...new Set([...rules.map(({ name }) => name), ...plan.findings.map(({ policy }) => policy)])];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "eks-platform-policies", rules: names.map(descriptor) } },
        // One analysis for each stack: an upload replaces the results of the same stack only.
        automationDetails: { id: `policies/${plan.stack}/` },
        columnKind: "utf16CodeUnits",
        results: plan.findings.map((finding) => result(plan, finding, names.indexOf(finding.policy))),
      },
    ],
  };
}

function descriptor(name: string): ReportingDescriptor {
  const rule = rules.find((one) => one.name === name);
  if (!rule) {
    return { id: name, shortDescription: { text: ownChecks[name] ?? name } };
  }
  const fix = rule.remediationSteps ?? "";
  return {
    id: name,
    name: rule.displayName ?? name,
    shortDescription: { text: rule.displayName ?? name },
    fullDescription: { text: rule.description },
    help: { text: `${rule.description}\n${fix}`, markdown: `${rule.description}\n\n**Fix:** ${fix}` },
    ...(rule.url === undefined ? {} : { helpUri: rule.url }),
    defaultConfiguration: { level: "error" },
    properties: { tags: ["security", ...(rule.tags ?? [])], "security-severity": severityScore(rule) },
  };
}

/** Scores in the middle of what GitHub calls low, medium, high and critical (0.1, 4, 7, 9 and up). */
function severityScore({ severity }: Rule): string {
  return { low: "2.0", medium: "5.5", high: "8.0", critical: "9.5" }[severity as string] ?? "5.5";
}

function result(plan: Plan, finding: Finding, ruleIndex: number): Result {
  const { policy, urn, message, path } = finding;
  return {
    ruleId: policy,
    ruleIndex,
    level: finding.kind === "unknown" ? "note" : finding.level === "mandatory" ? "error" : "warning",
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: plan.uri, uriBaseId: "%SRCROOT%" },
          region: { startLine: path === undefined ? 1 : plan.line(path) },
        },
        logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }],
      },
    ],
    // The only fingerprint that GitHub reads. Without it all findings of one line would be one alert.
    partialFingerprints: { primaryLocationLineHash: fingerprint(policy, urn, message) },
    properties: { enforcementLevel: finding.level, ...(path === undefined ? {} : { configPath: path }) },
  };
}

function fingerprint(...parts: string[]): string {
  return createHash("sha256").update(parts.join("\u0000")).digest("hex").slice(0, 32);
}
