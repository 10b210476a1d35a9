import { expect } from "chai";
import { isComplete, type Outcome, rowsOf, summary } from "../../tools/requirements/rows";
import type { Mark } from "../requirements/support/ids";
import { requirements } from "../requirements/support/ids";
import { current } from "../../tools/generate";

const asked = new Map<string, Mark>([
  ["VC-1", "infra"],
  ["VC-10", "process"],
]);

const outcome = (title: string, more: Partial<Outcome> = {}): Outcome => ({
  title,
  state: "met",
  failed: false,
  ...more,
});

describe("the table of requirements", () => {
  it("has all 439", () => {
    expect(requirements.size).to.equal(439);
  });

  it("says what is claimed of each id, and why something else was built", () => {
    const rows = rowsOf(asked, [
      outcome("VC-1 one range"),
      outcome("VC-10 a later version", { state: "succeeded", why: "1.28 is out of support" }),
    ]);
    expect(rows).to.deep.equal([
      { id: "VC-1", mark: "infra", standing: "met", claim: "one range", why: "" },
      { id: "VC-10", mark: "process", standing: "succeeded", claim: "a later version", why: "1.28 is out of support" },
    ]);
    expect(isComplete(rows)).to.equal(true);
    expect(summary(rows)).to.equal("1 met, 1 met by a successor");
  });

  it("isn't complete without a test of an id, and a longer id is another one", () => {
    const rows = rowsOf(asked, [outcome("VC-10 pages")]);
    expect(rows.map(({ standing }) => standing)).to.deep.equal(["missing", "met"]);
    expect(isComplete(rows)).to.equal(false);
  });

  it("isn't complete where one of several tests fails", () => {
    const rows = rowsOf(asked, [outcome("VC-1 a"), outcome("VC-1 b", { failed: true }), outcome("VC-10 c")]);
    expect(rows.map(({ standing }) => standing)).to.deep.equal(["failed", "met"]);
    expect(isComplete(rows)).to.equal(false);
  });

  it("has no id without a test", () => {
    expect(current("docs/requirements.md").match(/^\| [A-Z]{2}-\d+ \| \w+ \| missing .*$/gm)).to.equal(null);
  });
});
