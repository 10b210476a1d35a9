import { parseArgs, type ParseArgsConfig } from "node:util";
import { loadLate } from "../late-modules";
import { type Progress, progressOn } from "./progress";
import { stacksSentence } from "./stacks";
import { ProgramError, UserError } from "./user-error";

/** Where a run reads and writes. */
export interface Surroundings {
  /** Directory of Pulumi.yaml. */
  directory: string;
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** One of the commands: what its line asks for, and what it does about it. */
export interface Command<Options> {
  /** Undefined where the line asks for help. */
  parse(args: string[], directory: string): Options | undefined;
  usage(directory: string): string;
  /** @returns the exit status. */
  run(options: Options, around: Surroundings, progress: Progress): Promise<number>;
}

/**
 * Runs a command. What the user can mend is said in a sentence, what is ours with where it happened.
 *
 * @returns the exit status: that of the command, 1 where the program failed, 2 for config or command line.
 */
export async function runCommand<Options>(
  { parse, usage, run }: Command<Options>,
  args: string[],
  around: Surroundings,
): Promise<number> {
  const progress = progressOn(around.stderr);
  try {
    const options = parse(args, around.directory);
    if (!options) {
      around.stdout.write(`${usage(around.directory)}\n`);
      return 0;
    }
    return await run(options, around, progress);
  } catch (error) {
    progress.done();
    if (!(error instanceof Error)) throw error;
    const known = error instanceof UserError || error instanceof ProgramError;
    around.stderr.write(`${known ? error.message : (error.stack ?? error.message)}\n`);
    return error instanceof UserError ? 2 : 1;
  }
}

/** What a process that was started for a command does. */
export function runProcess(main: (args: string[], around: Surroundings) => Promise<number>): void {
  loadLate();
  const { stdout, stderr } = process;
  void main(process.argv.slice(2), { directory: process.cwd(), stdout, stderr }).then((status) => {
    process.exitCode = status;
  });
}

/** A sentence about the command line of `npm run NAME`, with what it takes. */
export function usageError(name: string, sentence: string, directory: string): UserError {
  return new UserError(
    `${sentence}\nUsage: npm run ${name} -- STACK [flags] (--help lists them)\n${stacksSentence(directory)}`,
  );
}

/** The words and flags of the command line of `npm run NAME`. */
export function parsedLine<Flags extends NonNullable<ParseArgsConfig["options"]>>(
  name: string,
  flags: Flags,
  args: string[],
  directory: string,
) {
  try {
    return parseArgs({ args, options: flags, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split(". ");
    throw usageError(name, `${sentence}.`, directory);
  }
}
