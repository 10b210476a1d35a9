import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../../preview/plan";
import { shown } from "../../../tools/shown";

const root = join(__dirname, "../../..");

/** Levels and thresholds of the production stack. */
export const productionConfig: unknown = JSON.parse(
  readFileSync(join(root, "policies/config/production.json"), "utf8"),
);

/** The production stack of this repository, recorded once for all tests of a process. */
export async function production(): Promise<Plan> {
  return (await shown("production")).plan;
}
