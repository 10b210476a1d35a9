import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chartPins } from "../components/shared/pins";

const folder = join(__dirname, "..", "policies", "config");

/**
 * Stacks and tiers that the policy pack has a config for, with the file that has its levels and figures, and what it
 * says otherwise: the engine takes one file for each stack, so what two have in common is written twice and said once.
 */
export const policyStacks = {
  production: { from: "production", but: {} },
  staging: { from: "staging", but: {} },
  standby: { from: "production", but: {} },
  development: {
    from: "staging",
    // What the tier asks less for (stacks/tiers.ts).
    but: {
      "backup-plans": { keepDays: 7, copies: "optional" },
      databases: { backupDays: 1, protection: "optional", zones: "one" },
    },
  },
} satisfies Record<string, { from: string; but: Record<string, object> }>;

/**
 * The pack's config of a stack, with the oldest chart versions that are supported: those that the platform pins and
 * tests. The pack imports nothing of the platform, so they are written into its config.
 */
export function policyConfig({ from, but }: { from: string; but: Record<string, object> }): string {
  const written = JSON.parse(readFileSync(join(folder, `${from}.json`), "utf8")) as Record<string, object>;
  const retired = { ...written["no-retired-components"], minimum: oldestCharts() };
  return JSON.stringify({ ...written, ...but, "no-retired-components": retired }, null, 2);
}

/** Version by the name of the chart; those of the platform have no more than three numbers. */
export function oldestCharts(): Record<string, string> {
  return Object.fromEntries(chartPins().map(({ chart, version }) => [chart, version.replace(/^v/, "")]));
}
