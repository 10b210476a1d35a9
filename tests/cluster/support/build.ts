import { binariesFor, pinnedMinors } from "./binaries";

/** Builds what the tests need, so that a cold cache is paid for in a step of its own. */
async function main(): Promise<void> {
  for (const minor of pinnedMinors()) {
    await binariesFor(minor, (step) => process.stderr.write(`${step}\n`));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
