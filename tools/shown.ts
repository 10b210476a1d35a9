import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { stackOptions } from "../preview/cli/args";
import { main } from "../preview/main";
import { planOf, type Plan } from "../preview/plan";
import { report } from "../preview/text";

export const root = join(__dirname, "..");

/** A date at which the outputs shown in the documentation stay as they are until something real changes. */
export const date = "2026-11-21";

/** A stack as the documentation shows it. */
export interface Shown {
  plan: Plan;
  /** What `npm run preview` prints of it. */
  text: string;
}

const width = 110;

const known = new Map<string, Promise<Shown>>();

/** The mock runtime is one for the whole process: a program runs when the one before it has ended. */
let running: Promise<unknown> = Promise.resolve();

function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const turn = running.then(run);
  running = turn.catch(() => undefined);
  return turn;
}

/** Plans a stack once, however many pages show it. */
export function shown(stack: string, configFile?: string): Promise<Shown> {
  const key = `${stack} ${configFile ?? ""}`;
  const before = known.get(key);
  if (before) return before;
  const plan = inTurn(() => planned(stack, configFile));
  known.set(key, plan);
  return plan;
}

async function planned(stack: string, configFile: string | undefined): Promise<Shown> {
  const file = configFile === undefined ? undefined : resolve(root, configFile);
  const plan = await planOf(stackOptions(stack, { configFile: file, date }), root, () => undefined);
  return { plan, text: report(plan, { verbose: false, colour: false, width }).trimEnd() };
}

/** What the command prints that is given these words; standard output first. */
async function said(args: string[]): Promise<string> {
  const [stdout, stderr] = [new Words(), new Words()];
  await inTurn(() => main([...args, "--date", date], { directory: root, stdout, stderr }));
  return `${stdout.text}${stderr.text}`.trimEnd();
}

/** What a preview prints of a stack whose file says this. */
export function ofFile(stack: string, text: string): Promise<string> {
  return withFile(stack, text, async (file, folder) =>
    (await said([stack, "--config-file", file])).replaceAll(`${folder}/`, ""),
  );
}

/** The plan of a stack whose file says this. */
export function planOfText(stack: string, text: string): Promise<Plan> {
  return withFile(stack, text, (file) => inTurn(async () => (await planned(stack, file)).plan));
}

async function withFile<T>(stack: string, text: string, use: (file: string, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "shown-"));
  try {
    const file = join(folder, `Pulumi.${stack}.yaml`);
    writeFileSync(file, text);
    return await use(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Words extends Writable {
  text = "";
  readonly columns = width;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Parts of what a preview prints, by the first words of their headings. */
export function sections(text: string, ...headings: string[]): string[] {
  const all = text.split("\n\n");
  return headings.flatMap((heading) => all.filter((section) => section.startsWith(heading)));
}

/** The one line at the end of a preview. */
export function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}

/** A block of code in Markdown. */
export function fenced(output: string, language = "text"): string {
  return `\`\`\`${language}\n${output}\n\`\`\``;
}

/** A page with its marked places filled anew: `<!-- name -->` to `<!-- /name -->`. */
export function filled(path: string, places: Record<string, string>): string {
  let text = readFileSync(join(root, path), "utf8");
  for (const [marker, output] of Object.entries(places)) {
    const block = new RegExp(`<!-- ${marker} -->[^]*?<!-- /${marker} -->`);
    if (!block.test(text)) throw new Error(`${path} has no place marked ${marker}`);
    text = text.replace(block, () => `<!-- ${marker} -->\n\n${output}\n\n<!-- /${marker} -->`);
  }
  return text;
}
