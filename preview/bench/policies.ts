import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policies/rules";
import { project } from "../../stacks/config";
import { readStackFile } from "../cli/stack-file";
import { runPolicies } from "../policy-run";
import { runProgram } from "../program";
import { copies } from "./copies";
import { median, numbersOf } from "./measure";

const root = join(__dirname, "..", "..");

/**
 * `npm run bench:policies [-- RUNS [COPIES...]]`: CPU of all rules over the production stack and over so many copies of
 * it, in one run each, every figure in a process of its own in which the rules have not run before.
 */
function main(words: string[]): void {
  const { runs, sizes } = numbersOf(words);
  const counts = sizes.length ? sizes : [1, 2, 4, 13];
  const lines = counts.map((count) => {
    const all = Array.from({ length: runs }, () => child(count));
    const milliseconds = median(all.map((one) => one.milliseconds));
    const resources = all[0]?.resources ?? 0;
    return `| ${resources} | ${milliseconds.toFixed(0)} | ${(milliseconds / resources).toFixed(2)} |`;
  });
  const head = ["| resources | CPU ms | ms for each |", "| --------: | -----: | ----------: |"];
  process.stdout.write(`${rules.length} rules\n\n${[...head, ...lines].join("\n")}\n`);
}

interface Measured {
  resources: number;
  milliseconds: number;
}

function child(count: number): Measured {
  const args = ["--expose-gc", "--require", "tsx/cjs", __filename, "--measure", String(count)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

async function measure(count: number): Promise<Measured> {
  const source = readStackFile({ stack: "production", configFile: undefined }, root);
  const { resources: one } = await runProgram({ stack: "production", stackTraces: false, ...source });
  const resources = copies(one, count);
  const file = join(root, "policies", "config", "production.json");
  const config: unknown = JSON.parse(readFileSync(file, "utf8"));
  globalThis.gc?.(); // What the program and the copies leave behind is none of the policies' time.
  const before = process.cpuUsage();
  const run = await runPolicies({ resources, stack: "production", project, config, rules, today: "2026-11-21" });
  const { user, system } = process.cpuUsage(before);
  if (run.problems.length) throw new Error(run.problems.join("\n"));
  return { resources: resources.length, milliseconds: (user + system) / 1000 };
}

const [first, second] = process.argv.slice(2);
if (first === "--measure") {
  void measure(Number(second)).then((result) => process.stdout.write(JSON.stringify(result)));
} else {
  main(process.argv.slice(2));
}
