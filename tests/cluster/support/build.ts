import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../../preview/cli/stack-file";
import { parseStack, rawConfig } from "../../../stacks/config";
import { defaultKubernetesVersion } from "../../../stacks/versions";
import { binariesFor, cyclonusBinary, karpenterBinary, Unavailable } from "./binaries";
import { olderVersion } from "./versions";

const root = join(__dirname, "..", "..", "..");

/**
 * Builds what the tests need before they start side by side. Where nothing can be built it says why, and is no failure:
 * the tests are then skipped. With `--slow` it builds what the slow tests need, too; with `--karpenter` only Karpenter.
 */
async function main(args: string[]): Promise<void> {
  const progress = (step: string) => process.stderr.write(`${step}\n`);
  const slow = args.includes("--slow");
  if (slow || args.includes("--karpenter")) await karpenterBinary(progress);
  if (args.includes("--karpenter")) return;
  const minors = new Set([defaultKubernetesVersion, ...stacks().map(minorOf), ...(slow ? [olderVersion] : [])]);
  for (const minor of minors) await binariesFor(minor, progress);
  await cyclonusBinary(progress);
}

function stacks(): string[] {
  return readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

function minorOf(stack: string): string {
  return parseStack(stack, rawConfig(readStackFile({ stack, configFile: undefined }, root).config)).config.cluster
    .version;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof Unavailable)) process.exitCode = 1;
});
