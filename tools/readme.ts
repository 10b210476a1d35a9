import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addonTable } from "./addon-table";
import { platformTable } from "./platforms/pages";
import { fenced, filled, lastLine, ofFile, root, sections, shown } from "./shown";

/** README.md with the outputs in it made anew. */
export async function readme(): Promise<string> {
  return filled("README.md", {
    preview: fenced(await summary()),
    "config-error": fenced(await configError()),
    addons: addonTable(),
    platforms: await platformTable("docs/platforms/"),
  });
}

/** The parts of the production preview that show best what it is, and its last line. */
async function summary(): Promise<string> {
  const { text } = await shown("production");
  return [...sections(text, "Node pools ", "Services ", "Namespaces "), lastLine(text)].join("\n\n");
}

/** What three mistakes in one file look like. */
function configError(): Promise<string> {
  const stack = readFileSync(join(root, "Pulumi.production.yaml"), "utf8");
  const mistaken = stack
    .replace('version: "1.36"', 'version: "1.30"')
    .replace("pool: compute", "pool: compte")
    .replace("scaling: { min: 2, max: 4 }", "scaling: { min: 2, mx: 4 }");
  return ofFile("production", mistaken);
}
