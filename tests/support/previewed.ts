import { stringify } from "yaml";
import type { Plan } from "../../preview/plan";
import { planOfText } from "../../tools/shown";

/**
 * The whole preview of a config that is in no file, with its checks, the policies, the cost ceiling and the objectives of
 * recovery.
 */
export function previewed(stack: string, raw: Record<string, unknown>): Promise<Plan> {
  const config = Object.entries(raw).map(([key, value]) => [`platform:${key}`, value]);
  return planOfText(stack, stringify({ config: Object.fromEntries(config) as unknown }, { version: "1.1" }));
}
