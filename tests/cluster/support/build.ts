import { binariesFor, pinnedMinors, Unavailable } from "./binaries";

/**
 * Builds what the tests need before they start side by side. Where nothing can be built it says why, and is no failure:
 * the tests are then skipped.
 */
async function main(): Promise<void> {
  for (const minor of pinnedMinors()) {
    await binariesFor(minor, (step) => process.stderr.write(`${step}\n`));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof Unavailable)) process.exitCode = 1;
});
