import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { problemsAfter } from "./checks/stack-problems";

const root = join(__dirname, "..", "..");

/** Settings of observability in the snippets of a page. */
function settingsIn(page: string): unknown[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
    .map(([, yaml = ""]) => parse(yaml) as Record<string, unknown>)
    .flatMap((snippet) => ("platform:observability" in snippet ? [snippet["platform:observability"]] : []));
}

describe("what the pages say about observability", () => {
  for (const page of ["README.md", "docs/observability.md"]) {
    it(`${page}: its settings are taken as they stand`, () => {
      const given = settingsIn(page);
      expect(given).to.have.length(1);
      const problems = problemsAfter((config) => {
        config.observability = given[0];
      });
      expect(problems).to.deep.equal([]);
    });
  }

  it("docs/observability.md: every page that it names is there", () => {
    const text = readFileSync(join(root, "docs/observability.md"), "utf8");
    const named = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path);
    expect(named).to.have.length(7);
    for (const path of named) expect(() => readFileSync(join(root, "docs", path)), path).not.to.throw(/ENOENT/);
  });
});
