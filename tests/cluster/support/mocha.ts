import type { Context } from "mocha";
import { Unavailable } from "./binaries";
import { type ControlPlane, startControlPlane } from "./control-plane";

/** A line between the results, for what is worth knowing and no failure. */
export function note(text: string): void {
  process.stdout.write(`      · ${text}\n`);
}

/** A control plane; without one the tests of the hook's suite are skipped, with one sentence that says what to install. */
export async function controlPlaneOrSkip(hook: Context, minor: string): Promise<ControlPlane> {
  try {
    return await startControlPlane(minor, note);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    note(error.message);
    return hook.skip();
  }
}
