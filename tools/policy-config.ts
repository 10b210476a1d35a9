import { readFileSync } from "node:fs";
import { join } from "node:path";
import { charts } from "../stacks/chart-versions";

const folder = join(__dirname, "..", "policies", "config");

/**
 * Stacks and tiers that the policy pack has a config for, and whose file has its levels and figures: the engine takes one
 * file for each stack, so what two of them have in common is written twice and said once.
 */
export const policyStacks = {
  production: "production",
  staging: "staging",
  standby: "production",
  development: "staging",
} as const;

/**
 * The pack's config of a stack, with the oldest chart versions that are supported: those that the platform pins and
 * tests. The pack imports nothing of the platform, so they are written into its config.
 */
export function policyConfig(source: (typeof policyStacks)[keyof typeof policyStacks]): string {
  const config = JSON.parse(readFileSync(join(folder, `${source}.json`), "utf8")) as Record<string, object>;
  const retired = { ...config["no-retired-components"], minimum: oldestCharts() };
  return JSON.stringify({ ...config, "no-retired-components": retired }, null, 2);
}

/** Version by the name of the chart; those of the platform have no more than three numbers. */
export function oldestCharts(): Record<string, string> {
  return Object.fromEntries(Object.values(charts).map(({ chart, version }) => [chart, version.replace(/^v/, "")]));
}
