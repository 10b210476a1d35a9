import { type Options, parseCommandLine, usage } from "./cli/args";
import { runCommand, runProcess, type Surroundings } from "./cli/command";
import type { Progress } from "./cli/progress";
import type * as planModule from "./plan";
import type * as presentModule from "./present";

/**
 * The command `npm run preview`.
 *
 * @returns the exit status: 0 clean, 1 a mandatory policy is violated or the program failed, 2 config or command line.
 */
export function main(args: string[], around: Surroundings): Promise<number> {
  return runCommand({ parse: parseCommandLine, usage, run }, args, around);
}

async function run(options: Options, around: Surroundings, progress: Progress): Promise<number> {
  progress.say("loading");
  // Loaded here, because the SDKs take a second and a wrong command line deserves its answer at once.
  const { planOf, present } = loaded();
  const plan = await planOf(options, around.directory, progress.say);
  progress.done();
  present(plan, options, around.stdout);
  return plan.findings.some((finding) => finding.level === "mandatory") ? 1 : 0;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a static import would load them before anything is checked */
function loaded() {
  const { planOf } = require("./plan") as typeof planModule;
  const { present } = require("./present") as typeof presentModule;
  return { planOf, present };
}
/* eslint-enable @typescript-eslint/no-require-imports */

if (require.main === module) runProcess(main);
