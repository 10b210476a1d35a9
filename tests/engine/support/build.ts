import { Unavailable } from "../../cluster/support/binaries";
import { enginePrograms } from "./programs";

/** Builds the engine's programs before the tests start. Where nothing can be built it says why; the tests are then skipped. */
enginePrograms((step) => process.stderr.write(`${step}\n`)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof Unavailable)) process.exitCode = 1;
});
