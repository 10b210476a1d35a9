import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { notesOf, saysWhy } from "../../tools/platforms/notes";
import { platforms } from "../../tools/platforms/pages";

const examples = join(__dirname, "../../examples");

describe("the pages of the platforms", () => {
  it("are of every example that is a platform", () => {
    const folders = readdirSync(examples).filter((name) => existsSync(join(examples, name, "Pulumi.production.yaml")));
    expect(Object.keys(platforms)).to.have.members(folders);
  });

  it("take what a comment says of a requirement, with the path of its value", () => {
    const yaml = [
      "# A platform: VC-13",
      "config:",
      "  platform:tier: production",
      "  platform:cluster:",
      '    version: "1.36" # VC-10 asks for 1.28, which is gone',
      "    # VC-14. On demand, because spot would",
      "    # interrupt the database (VC-N10).",
      "    pool:",
      "      types: [t3.large]",
      '    color: "# VC-1 is no comment"',
      "    taken: { a: 1 } # VC-2, VC-3..5",
      "    other: 1 # of no requirement",
    ].join("\n");
    expect(notesOf(yaml)).to.deep.equal([
      { path: "", ids: ["VC-13"], text: "A platform: VC-13" },
      { path: "cluster.version", ids: ["VC-10"], text: "VC-10 asks for 1.28, which is gone" },
      {
        path: "cluster.pool",
        ids: ["VC-14", "VC-N10"],
        text: "VC-14. On demand, because spot would interrupt the database (VC-N10).",
      },
      { path: "cluster.taken", ids: ["VC-2", "VC-3..5"], text: "VC-2, VC-3..5" },
    ]);
  });

  it("tell apart what needs a word from what is as it was asked for", () => {
    const [met, differs] = notesOf("a: 1 # VC-2, VC-3..5\nb: 2 # VC-40, smaller");
    expect([met, differs].map((note) => note && saysWhy(note))).to.deep.equal([false, true]);
  });
});
