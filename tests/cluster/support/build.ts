import { binariesFor, karpenterBinary, pinnedMinors, Unavailable } from "./binaries";

/**
 * Builds what the tests need before they start side by side. Where nothing can be built it says why, and is no failure:
 * the tests are then skipped. With `--karpenter` it builds what the slow tests need, too.
 */
async function main(): Promise<void> {
  const progress = (step: string) => process.stderr.write(`${step}\n`);
  for (const minor of pinnedMinors()) await binariesFor(minor, progress);
  if (process.argv.includes("--karpenter")) await karpenterBinary(progress);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof Unavailable)) process.exitCode = 1;
});
