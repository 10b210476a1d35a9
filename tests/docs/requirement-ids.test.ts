import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { pages, textOf } from "./support/commands";

const root = join(__dirname, "..", "..");
const id = /\b(?:VC|TB|MP|KP|SS)-N?\d+/;

/** Lines that name a requirement of one of the five platforms, which nobody who uses the program has read. */
function linesWithIds(where: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => (id.test(line) ? [`${where}:${index + 1}: ${line.trim()}`] : []));
}

describe("what a user reads names no requirement by its id", () => {
  it("in the pages, but for the table of requirements and the pages of the platforms that have them", () => {
    const read = pages().filter((page) => page !== "docs/requirements.md" && !page.startsWith("docs/platforms/"));
    expect(read).to.include("docs/components.md");
    expect(read.flatMap((page) => linesWithIds(page, textOf(page)))).to.deep.equal([]);
  });

  it("in the schema and in the stacks' own files", () => {
    const files = readdirSync(root).filter((name) => /^Pulumi\..+/.test(name));
    expect(files).to.include.members(["Pulumi.schema.json", "Pulumi.production.yaml"]);
    expect(files.flatMap((name) => linesWithIds(name, readFileSync(join(root, name), "utf8")))).to.deep.equal([]);
  });
});
