import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planOf, type Plan } from "../../../preview/plan";

const root = join(__dirname, "../../..");

/** Levels and thresholds of the production stack. */
export const productionConfig: unknown = JSON.parse(
  readFileSync(join(root, "policies/config/production.json"), "utf8"),
);

let plan: Promise<Plan> | undefined;

/** The production stack of this repository, recorded once for all tests of a process. */
export function production(): Promise<Plan> {
  plan ??= planOf(
    {
      stack: "production",
      configFile: undefined,
      date: "2026-11-21",
      json: false,
      manifests: undefined,
      policyConfig: undefined,
      sarif: undefined,
      junit: undefined,
      verbose: false,
    },
    root,
    () => undefined,
  );
  return plan;
}
