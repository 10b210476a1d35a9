import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { main as cost } from "../../../preview/cost-report/main";
import { parseCommandLine } from "../../../preview/cli/args";
import { main as preview } from "../../../preview/main";
import { date, shown } from "../../../tools/shown";
import { parseRenderLine } from "../../../tools/render/args";
import { root } from "./commands";

const scripts = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> })
  .scripts;

/** Of npm's own commands, those that run no script. */
const own = ["ci", "install"];

/** Scripts whose programs are run in this process; of all others it is only asked whether they are there. */
const runs: Record<string, (args: string[]) => Promise<number>> = {
  preview: previewed,
  cost: (args) =>
    inFolder(args, (words) => cost(words, { directory: root, stdout: new Nowhere(), stderr: new Nowhere() })),
  render: (args) => inFolder(args, (words) => Promise.resolve(parseRenderLine(words, root) ? 0 : 2)),
};

/** Script and arguments of a command of npm. */
export function scriptOf(words: string[]): { script: string; args: string[] } {
  const rest = words.slice(1).filter((word) => word !== "--silent");
  const [first = "", second = ""] = rest;
  const script = first === "run" ? second : first;
  const dashes = rest.indexOf("--");
  return { script, args: dashes < 0 ? [] : rest.slice(dashes + 1) };
}

export function isScript(script: string): boolean {
  return own.includes(script) || scripts[script] !== undefined;
}

/** @returns the exit status; undefined for a script that is not run here, because it is a test or writes files. */
export function run(words: string[]): Promise<number> | undefined {
  const { script, args } = scriptOf(words);
  return runs[script]?.(args);
}

/** A preview with no more than its stack is planned once for all pages; what it then prints is what `shown` has. */
async function previewed(args: string[]): Promise<number> {
  const options = parseCommandLine(args, root);
  if (!options) return 0;
  if (options.manifests !== undefined || options.json || options.sarif !== undefined) {
    const around = { directory: root, stdout: new Nowhere(), stderr: new Nowhere() };
    return inFolder([...args, "--date", date], (words) => preview(words, around));
  }
  const { plan } = await shown(options.stack, options.configFile);
  return plan.findings.some(({ level }) => level === "mandatory") ? 1 : 0;
}

/** Folders and files that a command writes or reads beside the repository are put into one that goes again. */
async function inFolder(args: string[], use: (args: string[]) => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "docs-"));
  const paths: Record<string, string> = {
    "--manifests": "out",
    "--out": "out",
    "--charts": "",
    "--sarif": "out.sarif",
  };
  try {
    return await use(
      args.map((word, at) => {
        const path = paths[args[at - 1] ?? ""];
        return path === undefined ? word : join(folder, path);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Nowhere extends Writable {
  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done();
  }
}
