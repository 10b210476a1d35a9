import { expect } from "chai";
import { current, expected, generated } from "../../tools/generate";

describe("generated files", () => {
  for (const path of Object.keys(generated)) {
    it(`${path} is what \`npm run generate\` makes`, async () => {
      expect(current(path)).to.equal(await expected(path));
    });
  }
});
