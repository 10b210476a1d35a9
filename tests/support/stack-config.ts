import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Raw config of a stack file of this repository, by its keys without the project's name. */
export function stackConfig(stack: "production" | "staging" | "standby" = "production"): Record<string, any> {
  const text = readFileSync(join(__dirname, "..", "..", `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^platform:/, ""), value]));
}
