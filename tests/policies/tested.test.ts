import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policies/rules";

/** Texts of the tests of the pack, and of the tables that they go through. */
const tests = [__dirname, join(__dirname, "support")]
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((path) => path.endsWith(".ts") && path !== __filename)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

describe("every rule of the pack", () => {
  it("has a test of its own, by its name", () => {
    expect(rules.filter(({ name }) => !tests.includes(`"${name}"`)).map(({ name }) => name)).to.deep.equal([]);
  });
});
