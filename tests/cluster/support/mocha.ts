import type { Context } from "mocha";
import { Unavailable } from "./binaries";
import { type ControlPlane, type Settings, startControlPlane } from "./control-plane";

/** Prints what is worth knowing and no failure, in one piece: files run side by side. */
export function print(title: string, notes: string[]): void {
  if (notes.length) process.stdout.write(`  ${title}\n${notes.map((note) => `    · ${note}\n`).join("")}`);
}

/** A control plane; without one the tests of the hook's suite are skipped, with one sentence that says what to install. */
export async function controlPlaneOrSkip(hook: Context, minor: string, settings: Settings = {}): Promise<ControlPlane> {
  try {
    return await startControlPlane(minor, (step) => print("cluster:", [step]), settings);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    print("skipped:", [error.message]);
    return hook.skip();
  }
}
