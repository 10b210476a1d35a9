import { parseStack } from "../../../stacks/config";
import { ConfigError } from "../../../stacks/problems";
import { stackConfig } from "../../support/stack-config";

/** What is wrong with the production stack after one change of it. */
export function problemsAfter(change: (config: Record<string, any>) => void) {
  const config = structuredClone(stackConfig());
  change(config);
  try {
    parseStack("production", config);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, why, set }) => ({ path, why, set }));
  }
}
