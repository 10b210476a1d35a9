import { record, type Recording } from "./recorder";
import type { StackFile } from "./cli/stack-file";
import { ProgramError } from "./cli/user-error";
import { project } from "../stacks/config";

/**
 * Runs `index.ts` unchanged on the mock runtime.
 *
 * @throws ProgramError with every failure of the run, and for two resources of one URN, which the engine refuses.
 */
export async function runProgram(
  run: { stack: string; stackTraces: boolean } & Pick<StackFile, "config" | "secretKeys">,
): Promise<Recording> {
  const failures: unknown[] = [];
  const onRejection = (reason: unknown): void => {
    failures.push(reason);
  };
  process.on("unhandledRejection", onRejection);
  try {
    const recording = await record({ project, ...run }, () => {
      const entry = require.resolve("../index");
      delete require.cache[entry]; // a second run in one process is a run of its own
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- it must load after the mocks are set
      return require(entry) as unknown;
    });
    await new Promise((resolve) => setImmediate(resolve)); // rejections are reported after the microtasks
    if (failures.length === 0) {
      refuseDuplicates(recording);
      return recording;
    }
  } catch (error) {
    failures.push(error);
  } finally {
    process.off("unhandledRejection", onRejection);
  }
  const texts = [...new Set(failures.map((failure) => textOf(failure, run.stackTraces)))];
  const hint = run.stackTraces ? "" : "\n(--verbose shows where)";
  throw new ProgramError(`The program failed:\n${texts.join("\n")}${hint}`);
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
