import { stackOptions } from "../cli/args";
import { runCommand, runProcess, type Surroundings } from "../cli/command";
import type { Progress } from "../cli/progress";
import type * as documentModule from "../document";
import type * as planModule from "../plan";
import { Style } from "../text/style";
import type * as againstModule from "./against";
import { type DiffOptions, parseCommandLine, usage } from "./args";
import { diffMarkdown } from "./markdown";
import { diffOf, type PlanDiff } from "./plan-diff";
import { diffText } from "./text";

/**
 * The command `npm run diff`.
 *
 * @returns the exit status: 0 compared, 1 the program failed, 2 config or command line.
 */
export function main(args: string[], around: Surroundings): Promise<number> {
  return runCommand({ parse: parseCommandLine, usage, run }, args, around);
}

async function run(options: DiffOptions, around: Surroundings, progress: Progress): Promise<number> {
  const { planOf, documentOf, againstOf } = loaded();
  const { stack, configFile, date } = options;
  const plan = await planOf(stackOptions(stack, { configFile, date }), around.directory, progress.say);
  const after = documentOf(plan);
  const { name, document: before } = await againstOf(options, around.directory, progress.say);
  progress.done();
  around.stdout.write(textOf(diffOf(before, after, name), options, around));
  return 0;
}

function textOf(diff: PlanDiff, { form, verbose }: DiffOptions, { stdout }: Surroundings): string {
  if (form === "json") return `${JSON.stringify(diff, undefined, 2)}\n`;
  if (form === "markdown") return diffMarkdown(diff);
  const colour = stdout.isTTY === true && !process.env.NO_COLOR;
  return `${diffText(diff, new Style({ verbose, colour, width: stdout.columns }))}\n`;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a static import would load the SDKs before anything is checked */
function loaded() {
  const { planOf } = require("../plan") as typeof planModule;
  const { documentOf } = require("../document") as typeof documentModule;
  const { againstOf } = require("./against") as typeof againstModule;
  return { planOf, documentOf, againstOf };
}
/* eslint-enable @typescript-eslint/no-require-imports */

if (require.main === module) runProcess(main);
