import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { generatedConfig } from "../../preview/bench/generate";
import { parseStack, rawConfig } from "../../stacks/config";

const production = join(__dirname, "..", "..", "Pulumi.production.yaml");

describe("the stacks that the benchmark generates", () => {
  for (const count of [1, 10, 100]) {
    it(`with ${count} services: a config that the program takes`, () => {
      const { config } = parse(generatedConfig(production, count)) as { config: Record<string, unknown> };
      const parsed = parseStack("production", rawConfig({ ...config, "platform:today": "2026-11-21" }));
      expect(Object.keys(parsed.config.services)).to.have.length(count);
    });
  }
});
