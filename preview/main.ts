import { parseCommandLine, usage } from "./cli/args";
import { progressOn } from "./cli/progress";
import { loadLate } from "./late-modules";
import type * as planModule from "./plan";
import type * as presentModule from "./present";
import { ProgramError, UserError } from "./cli/user-error";

/** Where a run reads and writes. */
export interface Surroundings {
  /** Directory of Pulumi.yaml. */
  directory: string;
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/**
 * The command `npm run preview`.
 *
 * @returns the exit status: 0 clean, 1 a mandatory policy is violated or the program failed, 2 config or command line.
 */
export async function main(args: string[], around: Surroundings): Promise<number> {
  const progress = progressOn(around.stderr);
  try {
    const options = parseCommandLine(args, around.directory);
    if (!options) {
      around.stdout.write(`${usage(around.directory)}\n`);
      return 0;
    }
    progress.say("loading");
    // Loaded here, because the SDKs take a second and a wrong command line deserves its answer at once.
    const { planOf, present } = loaded();
    const plan = await planOf(options, around.directory, progress.say);
    progress.done();
    present(plan, options, around.stdout);
    return plan.findings.some((finding) => finding.level === "mandatory") ? 1 : 0;
  } catch (error) {
    progress.done();
    if (!(error instanceof Error)) throw error;
    const known = error instanceof UserError || error instanceof ProgramError;
    around.stderr.write(`${known ? error.message : (error.stack ?? error.message)}\n`);
    return error instanceof UserError ? 2 : 1;
  }
}

/* eslint-disable @typescript-eslint/no-require-imports -- a static import would load them before anything is checked */
function loaded() {
  const { planOf } = require("./plan") as typeof planModule;
  const { present } = require("./present") as typeof presentModule;
  return { planOf, present };
}
/* eslint-enable @typescript-eslint/no-require-imports */

if (require.main === module) {
  loadLate();
  void main(process.argv.slice(2), {
    directory: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
  }).then((status) => {
    process.exitCode = status;
  });
}
