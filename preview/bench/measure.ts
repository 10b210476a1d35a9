import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What one process has used. */
export interface Used {
  /** Seconds of CPU, user and system. */
  cpu: number;
  /** Seconds from its start. */
  wall: number;
  /** Largest resident set. */
  megabytes: number;
}

const root = join(__dirname, "..", "..");

/** The numbers of a command line, the runs first; ends the process when a word is none. */
export function numbersOf(words: string[]): { runs: number; sizes: number[] } {
  const wrong = words.filter((word) => !/^[1-9]\d*$/.test(word));
  if (wrong.length) {
    process.stderr.write(`${wrong.join(", ")}: give whole numbers above 0, the runs first, then sizes: -- 5 10 200\n`);
    process.exit(2);
  }
  const [runs = 3, ...sizes] = words.map(Number);
  return { runs, sizes };
}

/** Runs a command of Node several times, each in a process of its own; the median of each figure. */
export function measured(command: string[], runs: number, scratch: string): Used {
  const all = Array.from({ length: runs }, () => once(command, scratch));
  const of = (pick: (used: Used) => number) => median(all.map(pick));
  return { cpu: of((used) => used.cpu), wall: of((used) => used.wall), megabytes: of((used) => used.megabytes) };
}

function once(command: string[], scratch: string): Used {
  const out = join(scratch, "used.json");
  const measure = join(__dirname, "measure.cjs");
  const { status, stderr } = spawnSync(process.execPath, ["--require", measure, ...command], {
    cwd: root,
    env: { ...process.env, BENCH_OUT: out, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  // A violation is a verdict of the preview and no failure of the benchmark.
  if (status !== 0 && status !== 1) throw new Error(`node ${command.join(" ")} ended with ${status}:\n${stderr}`);
  if (stderr !== "") throw new Error(`node ${command.join(" ")} complains:\n${stderr}`);
  return JSON.parse(readFileSync(out, "utf8")) as Used;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] =
    sorted.length % 2 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}
