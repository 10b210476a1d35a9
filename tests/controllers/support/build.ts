import { Unavailable } from "../../cluster/support/binaries";
import { programOf, programs, type ProgramName } from "./programs";

/** Builds every program that the tests run, one after the other; where nothing can be built it says why. */
async function main(): Promise<void> {
  for (const name of Object.keys(programs) as ProgramName[]) {
    await programOf(name, (step) => process.stderr.write(`${step}\n`));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof Unavailable)) process.exitCode = 1;
});
