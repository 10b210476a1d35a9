import { readFileSync } from "node:fs";
import { join } from "node:path";
import { charts } from "../stacks/chart-versions";

const folder = join(__dirname, "..", "policies", "config");

/** Stacks that the policy pack has a config for. */
export const policyStacks = ["production", "staging"] as const;

/**
 * The pack's config of a stack, with the oldest chart versions that are supported: those that the platform pins and
 * tests. The pack imports nothing of the platform, so they are written into its config.
 */
export function policyConfig(stack: (typeof policyStacks)[number]): string {
  const config = JSON.parse(readFileSync(join(folder, `${stack}.json`), "utf8")) as Record<string, object>;
  const retired = { ...config["no-retired-components"], minimum: oldestCharts() };
  return JSON.stringify({ ...config, "no-retired-components": retired }, null, 2);
}

/** Version by the name of the chart; those of the platform have no more than three numbers. */
export function oldestCharts(): Record<string, string> {
  return Object.fromEntries(Object.values(charts).map(({ chart, version }) => [chart, version.replace(/^v/, "")]));
}
