import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as prettier from "prettier";
import { architecture } from "./architecture/page";
import { componentReference } from "./components/page";
import { configurationReference } from "./configuration-reference";
import { platformIndex, type PlatformName, platformPage, platforms } from "./platforms/pages";
import { policyConfig, policyStacks } from "./policy-config";
import { policyReference } from "./policy-reference";
import { readme } from "./readme";
import { serviceReference } from "./service-reference";
import { dayTwo } from "./day-two";
import { gettingStarted } from "./getting-started";
import { indexOf } from "./indexes";
import { jsonSchema } from "../stacks/json-schema";

/** Every file that is made from the program itself, by path. `tests/tools/generated.test.ts` keeps them current. */
export const generated: Record<string, () => string | Promise<string>> = {
  "Pulumi.schema.json": () => JSON.stringify(jsonSchema(), null, 2),
  "docs/configuration.md": () => configurationReference(),
  "docs/services.md": () => serviceReference(),
  "docs/policies.md": () => policyReference(),
  "docs/requirements.md": () => requirementsPage(),
  "docs/architecture.md": architecture,
  "docs/components.md": componentReference,
  "docs/day-two.md": dayTwo,
  "docs/getting-started.md": gettingStarted,
  "docs/decisions/README.md": () => indexOf("docs/decisions"),
  "docs/runbooks/README.md": () => indexOf("docs/runbooks"),
  "docs/platforms/README.md": platformIndex,
  ...Object.fromEntries(
    (Object.keys(platforms) as PlatformName[]).map((name) => [`docs/platforms/${name}.md`, () => platformPage(name)]),
  ),
  "README.md": readme,
  ...Object.fromEntries(
    Object.entries(policyStacks).map(([stack, source]) => [
      `policies/config/${stack}.json`,
      () => policyConfig(source),
    ]),
  ),
};

const root = join(__dirname, "..");

/** In a process of its own, because mocha, which knows the tests, may be running this very one. */
function requirementsPage(): string {
  const command = ["--require", "tsx/cjs", join(root, "tools/requirements/main.ts"), "--page"];
  return execFileSync(process.execPath, command, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** The text that a generated file should have, formatted like everything else. */
export async function expected(path: string): Promise<string> {
  const text = (await generated[path]?.()) ?? "";
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
  for (const path of Object.keys(generated)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), await expected(path));
  }
}

if (require.main === module) void main();
