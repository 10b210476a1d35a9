import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { main } from "../../../preview/main";

export const root = join(__dirname, "..", "..", "..");

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** The date of every test run, so that support dates and waivers don't move under a test. */
export const date = "2026-11-21";

/** Runs the command in a process of its own, as a user does. */
export function preview(...args: string[]): Ran {
  const command = ["--require", "tsx/cjs", "preview/main.ts", ...args];
  const env = { ...process.env, NO_COLOR: "1" };
  // The document of a large stack is more than Node takes of a child's output by default.
  const options = { cwd: root, encoding: "utf8" as const, env, maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, options);
  return { status, stdout, stderr };
}

/** Runs the command in this process: the same, and faster. */
export async function previewHere(...args: string[]): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const read = Promise.all([text(stdout), text(stderr)]);
  const status = await main(args, { directory: root, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await read;
  return { status, stdout: out, stderr: err };
}

const earlier = new Map<string, Promise<Ran>>();

/** The same for what this repository has: once in a process for the same arguments, since nothing changes in between. */
export function previewOnce(...args: string[]): Promise<Ran> {
  const key = JSON.stringify(args);
  const ran = earlier.get(key) ?? previewHere(...args);
  earlier.set(key, ran);
  return ran;
}
