import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../policies/rules";
import type { Rule } from "../policies/support/rule";
import { packConfig } from "../preview/policy-run/config";
import { reasonsOf } from "./policy-reasons";

const stacks = ["production", "staging"] as const;

/** Keys that many rules share; the page says them once. */
const shared = ["waivers", "today", "namespaceLevels"];

const levels = new Map(
  stacks.map((stack) => {
    const file = join(__dirname, "..", "policies", "config", `${stack}.json`);
    return [stack, packConfig(rules, JSON.parse(readFileSync(file, "utf8"))).rules];
  }),
);

/** The page of all rules, theme by theme: what, why, level, settings, fix and the benchmark items that they cover. */
export function policyReference(): string {
  const themes = [...new Set(rules.map(themeOf))];
  return [
    "# Policies",
    "",
    "Made from the rules by `npm run generate`; do not edit. How to run the pack, its config and its waivers are in",
    "[policies/README.md](../policies/README.md).",
    "",
    `${rules.length} rules in ${themes.length} themes. Every rule has the settings \`waivers\` and \`today\`, and those of Pod`,
    "Security `namespaceLevels`. Unless it says otherwise a rule is mandatory.",
    "",
    ...themes.flatMap(overview),
    ...themes.flatMap((theme) => [
      `## ${theme}`,
      "",
      ...rules.filter((rule) => themeOf(rule) === theme).flatMap(section),
    ]),
  ].join("\n");
}

function themeOf(rule: Rule): string {
  return rule.tags?.[0] ?? "other";
}

function overview(theme: string): string[] {
  const rows = rules
    .filter((rule) => themeOf(rule) === theme)
    .map(({ name, severity, description }) => `| [${name}](#${name}) | ${severity ?? ""} | ${cell(description)} |`);
  return [`| ${theme} | severity | demands |`, "|---|---|---|", ...rows, ""];
}

function section(rule: Rule): string[] {
  const settings = Object.entries(rule.configSchema?.properties ?? {}).filter(([key]) => !shared.includes(key));
  return [
    `### ${rule.name}`,
    "",
    `**${rule.displayName ?? rule.name}.** ${rule.description}`,
    "",
    `- Why: ${reasonsOf(rule.name).join("; ")}.`,
    `- Fix: ${rule.remediationSteps ?? ""}`,
    `- Level: ${levelText(rule)}; severity ${rule.severity ?? "unspecified"}.`,
    ...("remediateResource" in rule ? ["- At the level `remediate` it fills in what nobody said."] : []),
    ...(coverage(rule).length ? [`- Covers: ${coverage(rule).join(", ")}.`] : []),
    ...(rule.url === undefined ? [] : [`- More: <${rule.url}>`]),
    "",
    ...(settings.length ? ["| setting | type | default | means |", "|---|---|---|---|", ...settings.map(row), ""] : []),
  ];
}

/** The rule's own level, and what the stacks of this repository make of it where that differs. */
function levelText(rule: Rule): string {
  const own = rule.enforcementLevel ?? "mandatory";
  const others = stacks.flatMap((stack) => {
    const level = levels.get(stack)?.get(rule.name)?.level ?? own;
    return level === own ? [] : [`${level} in ${stack}`];
  });
  return [own, ...others].join(", ");
}

function coverage(rule: Rule): string[] {
  const { framework } = rule;
  const named = framework ? [`${framework.name} ${framework.version ?? ""} (${framework.reference ?? ""})`] : [];
  const covers = "covers" in rule && Array.isArray(rule.covers) ? rule.covers.map(String) : [];
  return [...named, ...covers];
}

function row([key, schema]: [string, object]): string {
  const { type, enum: choices, default: value, description } = schema as Record<string, unknown>;
  const kind = Array.isArray(choices) ? choices.map((one) => `\`${String(one)}\``).join(", ") : typeText(type);
  return `| \`${key}\` | ${kind} | ${value === undefined ? "" : `\`${JSON.stringify(value)}\``} | ${cell(typeof description === "string" ? description : "")} |`;
}

function typeText(type: unknown): string {
  return Array.isArray(type) ? type.join(" or ") : typeof type === "string" ? type : "any";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
