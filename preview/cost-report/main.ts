import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stackOptions } from "../cli/args";
import { runCommand, runProcess, type Surroundings } from "../cli/command";
import type { Progress } from "../cli/progress";
import type * as planModule from "../plan";
import { Style } from "../text/style";
import { type CostOptions, parseCommandLine, usage } from "./args";
import { type CostDocument, costDocument, type Difference, differences, readDocument } from "./document";
import type * as explainModule from "./explain";
import type * as focusModule from "./focus";
import { billLines, differenceLines, explanationLines, whatIfLines } from "./text";

/**
 * The command `npm run cost`.
 *
 * @returns the exit status: 0 within the ceiling, 1 above it or the program failed, 2 config or command line.
 */
export function main(args: string[], around: Surroundings): Promise<number> {
  return runCommand({ parse: parseCommandLine, usage, run }, args, around);
}

async function run(options: CostOptions, around: Surroundings, progress: Progress): Promise<number> {
  if (options.explain !== undefined) return explained(options, options.explain, around, progress);
  const { document, problems } = await billOf(options.stack, options, around, progress.say, options.configFile);
  const before = options.against === undefined ? undefined : await againstOf(options, around, progress.say);
  progress.done();
  const against = before ? differences(before, document) : undefined;
  around.stdout.write(
    options.json ? jsonText(document, against) : reportText(document, against, problems, options, around),
  );
  return problems.length ? 1 : 0;
}

async function explained(
  options: CostOptions,
  path: string,
  around: Surroundings,
  progress: Progress,
): Promise<number> {
  progress.say("running the program with the line as it is, and a step to each side");
  const explanation = await loaded().explain(options, path, around.directory);
  progress.done();
  const text = options.json
    ? JSON.stringify(explanation, undefined, 2)
    : explanationLines(explanation, styleFor(around)).join("\n");
  around.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

function styleFor({ stdout }: Surroundings): Style {
  const colour = stdout.isTTY === true && !process.env.NO_COLOR;
  return new Style({ verbose: true, colour, width: stdout.columns });
}

function jsonText(document: CostDocument, against: Difference[] | undefined): string {
  return `${JSON.stringify({ ...document, ...(against ? { against } : {}) }, undefined, 2)}\n`;
}

function reportText(
  document: CostDocument,
  against: Difference[] | undefined,
  problems: string[],
  options: CostOptions,
  around: Surroundings,
): string {
  const style = styleFor(around);
  const lines = [
    ...billLines(document, style),
    ...(against ? differenceLines(options.against ?? "", against, style) : []),
    ...whatIfLines(document, style),
    ...problems.flatMap((problem) => style.wrapped(problem)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

async function billOf(
  stack: string,
  options: CostOptions,
  around: Surroundings,
  say: (step: string) => void,
  configFile?: string,
): Promise<{ document: CostDocument; problems: string[] }> {
  const { planOf, focusText } = loaded();
  const plan = await planOf(stackOptions(stack, { configFile, date: options.date }), around.directory, say);
  if (options.focus !== undefined && stack === options.stack) {
    writeFileSync(resolve(around.directory, options.focus), focusText(plan));
  }
  return { document: costDocument(plan, options.by, options.whatIf), problems: plan.cost.problems };
}

/** A stack by its name, else a file that was printed earlier. */
async function againstOf(
  options: CostOptions,
  around: Surroundings,
  say: (step: string) => void,
): Promise<CostDocument> {
  const against = options.against ?? "";
  if (!existsSync(join(around.directory, `Pulumi.${against}.yaml`))) {
    return readDocument(resolve(around.directory, against), options.by);
  }
  const { document } = await billOf(against, options, around, say);
  return document;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a static import would load the SDKs at once, and a wrong command line deserves its answer */
function loaded() {
  const { planOf } = require("../plan") as typeof planModule;
  const { explain } = require("./explain") as typeof explainModule;
  const { focusText } = require("./focus") as typeof focusModule;
  return { planOf, explain, focusText };
}
/* eslint-enable @typescript-eslint/no-require-imports */

if (require.main === module) runProcess(main);
