import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import { Unavailable } from "../../cluster/support/binaries";
import { print } from "../../cluster/support/mocha";
import { Engine, type Settings } from "./engine";
import { type EnginePrograms, enginePrograms } from "./programs";

export const root = join(__dirname, "..", "..", "..");

/** The engine's programs; without them the tests of the hook's suite are skipped, with one sentence that says why. */
export async function programsOrSkip(hook: Context): Promise<EnginePrograms> {
  try {
    return await enginePrograms((step) => print("engine:", [step]));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    print("skipped:", [error.message]);
    return hook.skip();
  }
}

/** Text of a stack's own YAML. */
export function stackText(stack: string): string {
  return readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
}

/** An engine with a new stack of the config that a text holds. */
export async function engineWith(
  programs: EnginePrograms,
  stack: string,
  config = stackText(stack),
  where: Pick<Settings, "cluster" | "charts"> = {},
): Promise<Engine> {
  const accountId = /^ *accountId: "?(\d{12})"?/m.exec(config)?.[1];
  if (accountId === undefined) throw new Error(`${stack} names no account`);
  const engine = new Engine({ programs, stack, config, accountId, ...where });
  try {
    await engine.init();
    return engine;
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** Flags that run the policy pack with the stack's levels, as the workflows do. */
export function packFlags(stack: string): string[] {
  return ["--policy-pack", "policies", "--policy-pack-config", `policies/config/${stack}.json`];
}
