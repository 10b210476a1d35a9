import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addonTable } from "./addon-table";

const root = join(__dirname, "..");

/** A date at which the README's output stays as it is until something real changes. */
const date = "2026-11-21";

/** README.md with the outputs in it made anew. */
export function readme(): string {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const shown = replaced(replaced(text, "preview", code(summary())), "config-error", code(configError()));
  return replaced(shown, "addons", addonTable());
}

const code = (output: string) => `\`\`\`text\n${output}\n\`\`\``;

function replaced(text: string, marker: string, output: string): string {
  const block = new RegExp(`<!-- ${marker} -->[^]*?<!-- /${marker} -->`);
  if (!block.test(text)) throw new Error(`README.md has no place marked ${marker}`);
  return text.replace(block, () => `<!-- ${marker} -->\n\n${output}\n\n<!-- /${marker} -->`);
}

/** The parts of the production preview that show best what it is, and its last line. */
function summary(): string {
  const sections = preview("production", "--date", date).stdout.trimEnd().split("\n\n");
  const shown = sections.filter((section) => /^(Node pools|Services|Namespaces) /.test(section));
  return [...shown, sections.at(-1)].join("\n\n");
}

/** What three mistakes in one file look like. */
function configError(): string {
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    const file = join(folder, "Pulumi.production.yaml");
    const stack = readFileSync(join(root, "Pulumi.production.yaml"), "utf8");
    const mistaken = stack
      .replace('version: "1.36"', 'version: "1.30"')
      .replace("pool: compute", "pool: compte")
      .replace("scaling: { min: 2, max: 4 }", "scaling: { min: 2, mx: 4 }");
    writeFileSync(file, mistaken);
    const { stderr } = preview("production", "--date", date, "--config-file", file);
    return stderr.trimEnd().replaceAll(`${folder}/`, "");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function preview(...args: string[]): { stdout: string; stderr: string } {
  const command = ["--import", "tsx", join(root, "preview", "main.ts"), ...args];
  return spawnSync(process.execPath, command, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "110", NO_COLOR: "1" },
  });
}
