import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { generatedConfig } from "./generate";
import { measured, numbersOf, type Used } from "./measure";
import { type Result, tableOf } from "./table";

const root = join(__dirname, "..", "..");
const production = join(root, "Pulumi.production.yaml");

/**
 * `npm run bench [-- RUNS [COUNT...]]`: the whole offline preview of production and of generated stacks, against a bare
 * program that registers the same resources; each in processes of its own, one after the other, medians of RUNS.
 */
function main(words: string[]): void {
  const { runs, sizes } = numbersOf(words);
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const stacks = ["production" as const, ...(sizes.length ? sizes : [10, 100, 1000])];
    const results = stacks.map((size) => resultOf(size, runs, scratch));
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, Node ${process.version}, medians of ${runs}`;
    process.stdout.write(`${tableOf(results, machine)}\n`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function resultOf(size: "production" | number, runs: number, scratch: string): Result {
  const name = size === "production" ? size : `${size} services`;
  const config = join(scratch, `${size}.yaml`);
  if (size === "production") copyFileSync(production, config);
  else writeFileSync(config, generatedConfig(production, size));
  const recording = join(scratch, `${size}.ndjson`);
  const tsx = ["--require", "tsx/cjs"];
  const { status, stderr } = spawnSync(
    process.execPath,
    [...tsx, join(__dirname, "record.ts"), "production", config, recording],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${name} can't be recorded:\n${stderr}`);
  const preview: Used = measured([...tsx, "preview/main.ts", "production", "--config-file", config], runs, scratch);
  const bare = measured([join(__dirname, "bare.cjs"), recording], runs, scratch);
  const resources = readFileSync(recording, "utf8").trim().split("\n").length + 1;
  return { name, ...(size === "production" ? {} : { services: size }), resources, preview, bare };
}

main(process.argv.slice(2));
