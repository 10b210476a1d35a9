import { record, type Recording } from "./recorder";
import type { StackFile } from "./cli/stack-file";
import { ProgramError } from "./cli/user-error";
import { captureConsole } from "./console";
import { project } from "../stacks/config";

/** What a run of the program registered, and what it wrote to the console. */
export interface ProgramRun extends Recording {
  said: string[];
}

/**
 * Runs `index.ts` unchanged on the mock runtime.
 *
 * @throws ProgramError with every failure of the run, and for two resources of one URN, which the engine refuses.
 */
export async function runProgram(
  run: { stack: string; stackTraces: boolean } & Pick<StackFile, "config" | "secretKeys">,
  entry = require.resolve("../index"),
): Promise<ProgramRun> {
  const failures: unknown[] = [];
  const onRejection = (reason: unknown): void => {
    failures.push(reason);
  };
  process.on("unhandledRejection", onRejection);
  try {
    const { result, said } = await captureConsole(() =>
      record({ project, ...run }, () => {
        delete require.cache[entry]; // a second run in one process is a run of its own
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- it must load after the mocks are set
        return require(entry) as unknown;
      }),
    );
    await settled();
    if (failures.length === 0) {
      refuseDuplicates(result);
      return { ...result, said };
    }
  } catch (error) {
    if (error instanceof ProgramError) throw error;
    failures.push(error);
    await settled();
  } finally {
    process.off("unhandledRejection", onRejection);
  }
  const texts = [...new Set(failures.map((failure) => textOf(failure, run.stackTraces)))];
  const hint = run.stackTraces ? "" : "\n(--verbose shows where)";
  throw new ProgramError(`The program failed:\n${texts.join("\n")}${hint}`);
}

/** Node reports rejections that no one handles after the microtasks of the turn. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** The SDK throws errors without a message, whose trace is all they have. */
function textOf(failure: unknown, trace: boolean): string {
  if (!(failure instanceof Error)) return String(failure);
  return (trace ? failure.stack : failure.message) || "an error without a message";
}

function refuseDuplicates({ resources }: Recording): void {
  const seen = new Set<string>();
  const twice = resources.filter(({ urn }) => seen.size === seen.add(urn).size).map(({ urn }) => urn);
  if (twice.length) {
    throw new ProgramError(`Two resources have one URN, which the engine refuses:\n  ${twice.join("\n  ")}`);
  }
}
