import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policies/rules";
import { project } from "../../stacks/config";
import { readStackFile } from "../cli/stack-file";
import { runPolicies } from "../policy-run";
import { runProgram } from "../program";
import type { RecordedResource } from "../recorded";
import { copies } from "./copies";
import { generatedConfig } from "./generate";
import { median, numbersOf } from "./measure";

const root = join(__dirname, "..", "..");
const production = join(root, "Pulumi.production.yaml");

type Shape = "copies" | "services";

/**
 * `npm run bench:policies [-- RUNS]`: CPU of all rules over the production stack, over copies of it, where nothing has to
 * do with another copy, and over generated services that share a namespace, where much has to do with each other. Every
 * figure is of a process of its own in which the rules have not run before.
 */
function main(words: string[]): void {
  const { runs } = numbersOf(words);
  const row = (title: string, shape: Shape, count: number) => {
    const all = Array.from({ length: runs }, () => child(shape, count));
    const milliseconds = median(all.map((one) => one.milliseconds));
    const resources = all[0]?.resources ?? 0;
    return `| ${title} | ${resources} | ${milliseconds.toFixed(0)} | ${(milliseconds / resources).toFixed(2)} |`;
  };
  const lines = [
    row("production", "copies", 1),
    ...[4, 13].map((count) => row(`${count} times production`, "copies", count)),
    ...[100, 1000].map((count) => row(`${count} services`, "services", count)),
  ];
  const head = ["| stack | resources | CPU ms | ms for each |", "| ----- | --------: | -----: | ----------: |"];
  process.stdout.write(`${rules.length} rules\n\n${[...head, ...lines].join("\n")}\n`);
}

interface Measured {
  resources: number;
  milliseconds: number;
}

function child(shape: Shape, count: number): Measured {
  const args = ["--expose-gc", "--require", "tsx/cjs", __filename, "--measure", shape, String(count)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

async function measure(shape: Shape, count: number): Promise<Measured> {
  const resources = shape === "copies" ? copies(await recorded(production), count) : await services(count);
  const config: unknown = JSON.parse(readFileSync(join(root, "policies", "config", "production.json"), "utf8"));
  globalThis.gc?.(); // What the program and the copies leave behind is none of the policies' time.
  const before = process.cpuUsage();
  const run = await runPolicies({ resources, stack: "production", project, config, rules, today: "2026-11-21" });
  const { user, system } = process.cpuUsage(before);
  if (run.problems.length) throw new Error(run.problems.join("\n"));
  return { resources: resources.length, milliseconds: (user + system) / 1000 };
}

async function services(count: number): Promise<RecordedResource[]> {
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const file = join(scratch, "Pulumi.production.yaml");
    writeFileSync(file, generatedConfig(production, count));
    return await recorded(file);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function recorded(configFile: string): Promise<RecordedResource[]> {
  const source = readStackFile({ stack: "production", configFile }, root);
  return (await runProgram({ stack: "production", stackTraces: false, ...source })).resources;
}

const [first, shape, count] = process.argv.slice(2);
if (first === "--measure") {
  void measure(shape as Shape, Number(count)).then((result) => process.stdout.write(JSON.stringify(result)));
} else {
  main(process.argv.slice(2));
}
