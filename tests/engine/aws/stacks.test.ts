import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { refused, registered } from "./support/offline";

const root = join(__dirname, "../../..");
const filesIn = (directory: string) =>
  readdirSync(join(root, directory))
    .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
    .map((file) => join(directory, file));
const files = [".", ...readdirSync(join(root, "examples")).map((example) => `examples/${example}`)].flatMap(filesIn);

describe("the simulated AWS takes what the program registers", () => {
  it("of every stack of the repository", () => expect(files).to.have.length.greaterThan(9));

  for (const file of files) {
    it(`of ${file}`, async () => {
      const stack = /Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? "";
      const resources = await registered(stack, file);
      expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.have.length.greaterThan(20);
      expect(refused(resources)).to.deep.equal([]);
    });
  }
});
