import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { date, previewOnce } from "../preview/support/run";

interface Row {
  urn: string;
  type: string;
  name: string;
  parent: string | null;
}

/** Type, name and parent of every resource, one a line, in the order of their URNs. */
function tree(resources: Row[]): string {
  const short = (urn: string | null) => (urn === null ? "-" : urn.split("::").slice(2).join("::"));
  return resources.map((row) => `${row.type}  ${row.name}  < ${short(row.parent)}\n`).join("");
}

// A renamed resource is a replaced one: every change of a URN is a visible diff here. UPDATE_GOLDEN=1 rewrites the files.
for (const stack of ["production", "staging"]) {
  describe(`the program of stack ${stack}`, () => {
    it(`registers exactly the resources of golden/${stack}.txt`, async () => {
      const { stdout, stderr } = await previewOnce(stack, "--json", "--date", date);
      expect(stderr).to.equal("");
      const document = JSON.parse(stdout) as { resources: Row[] };
      const file = join(__dirname, "golden", `${stack}.txt`);
      const given = tree(document.resources);
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, given);
      expect(given.split("\n")).to.deep.equal(readFileSync(file, "utf8").split("\n"));
    });

    it("has no mandatory violation", async () => {
      const { status, stdout } = await previewOnce(stack, "--json", "--date", date);
      const document = JSON.parse(stdout) as { policies: { level: string; policy: string; message: string }[] };
      expect(document.policies.filter(({ level }) => level === "mandatory")).to.deep.equal([]);
      expect(status).to.equal(0);
    });
  });
}
