import { rules } from "../../policies/rules";
import type { Plan } from "../plan";
import type { Finding } from "../policy-run";
import type { Verdict } from "../verdicts";

/**
 * The verdicts as JUnit XML, in the form that CI servers read (https://llg.cubic.org/docs/junit/): a test case for each
 * rule that holds, and one for each violation of a rule that doesn't. Advisory findings, and what isn't known yet, are
 * output of a case that passes; a rule that the config disables is a skipped one.
 */
export function junit(plan: Plan): string {
  const cases = plan.verdicts.flatMap((verdict) => casesOf(plan, verdict));
  const extra = plan.findings.filter(({ policy }) => !plan.verdicts.some((verdict) => verdict.policy === policy));
  const all = [...cases, ...extra.map((finding) => failure(plan, finding))];
  const counts = `tests="${all.length}" failures="${count(all, "<failure")}" errors="0" skipped="${count(all, "<skipped")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="policies" ${counts}>`,
    `  <testsuite name="${text(`policies of ${plan.stack}`)}" ${counts}>`,
    ...all.map((one) => one.replace(/^/gm, "    ")),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOf(plan: Plan, { policy, verdict }: Verdict): string[] {
  const found = plan.findings.filter((finding) => finding.policy === policy);
  const failures = found.filter(({ level, kind }) => level === "mandatory" && kind === "violation");
  if (failures.length) return failures.map((finding) => failure(plan, finding));
  if (verdict === "disabled") return [testCase(policy, policy, "<skipped/>")];
  const said = found.map((finding) => `${place(plan, finding)}${finding.message}`).join("\n");
  return [testCase(policy, policy, said === "" ? "" : `<system-out>${text(said)}</system-out>`)];
}

function failure(plan: Plan, finding: Finding): string {
  const name = `${finding.policy}: ${finding.urn.split("::").at(-1)}`;
  const type = `type="${finding.level}" message="${text(finding.message)}"`;
  return testCase(finding.policy, name, `<failure ${type}>${text(place(plan, finding) + finding.urn)}</failure>`);
}

function testCase(policy: string, name: string, content: string): string {
  const theme = rules.find((rule) => rule.name === policy)?.tags?.[0] ?? "preview";
  const start = `<testcase classname="${text(theme)}" name="${text(name)}"`;
  return content === "" ? `${start}/>` : `${start}>${content}</testcase>`;
}

function place(plan: Plan, { path }: Finding): string {
  return path === undefined ? "" : plan.where(path);
}

function count(all: string[], mark: string): number {
  return all.filter((one) => one.includes(mark)).length;
}

/** Text for elements and attributes; characters that XML 1.0 has no way to write are left out. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
