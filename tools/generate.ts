import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { configurationReference } from "./configuration-reference";
import { policyConfig, policyStacks } from "./policy-config";
import { policyReference } from "./policy-reference";
import { readme } from "./readme";
import { serviceReference } from "./service-reference";
import { jsonSchema } from "../stacks/json-schema";

/** Every file that is made from the program itself, by path. `tests/tools/generated.test.ts` keeps them current. */
export const generated: Record<string, () => string> = {
  "Pulumi.schema.json": () => JSON.stringify(jsonSchema(), null, 2),
  "docs/configuration.md": () => configurationReference(),
  "docs/services.md": () => serviceReference(),
  "docs/policies.md": () => policyReference(),
  "README.md": () => readme(),
  ...Object.fromEntries(policyStacks.map((stack) => [`policies/config/${stack}.json`, () => policyConfig(stack)])),
};

const root = join(__dirname, "..");

/** The text that a generated file should have, formatted like everything else. */
export async function expected(path: string): Promise<string> {
  const text = generated[path]?.() ?? "";
  return prettier.format(text, { ...(await prettier.resolveConfig(join(root, path))), filepath: path });
}

/** The text that it has; empty when it is not there. */
export function current(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

async function main(): Promise<void> {
  for (const path of Object.keys(generated)) writeFileSync(join(root, path), await expected(path));
}

if (require.main === module) void main();
