import { expect } from "chai";
import { parseStack } from "../../stacks/config";
import { ConfigError } from "../../stacks/problems";
import { stackConfig } from "../support/stack-config";

type Json = Record<string, unknown>;

const canary = "canary-7f3a";

/** Ten ways to write a key wrong. */
const misspellings: ((key: string) => string)[] = [
  (key) => key.slice(1),
  (key) => key.slice(0, -1),
  (key) => `${key}s`,
  (key) => `${key[0]}${key}`,
  (key) => key.toUpperCase(),
  (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) + "_",
  (key) => `${key}-`,
  (key) => `my${key}`,
  (key) => [...key].reverse().join(""),
  (key) => `${key}Value`,
];

/** A copy of a config with a second, misspelt key beside each key of each object, and a value below it. */
function withCanaries(value: unknown, misspelt: (key: string) => string, secret: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withCanaries(item, misspelt, secret));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Json).flatMap(([key, inner]) => [
    [key, withCanaries(inner, misspelt, secret)] as const,
    ...(misspelt(key) in value ? [] : [[misspelt(key), secret] as const]),
  ]);
  return Object.fromEntries(entries);
}

function complaints(raw: unknown): string {
  try {
    parseStack("staging", raw as Json);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe("what a config says under a key that nobody knows", () => {
  const secrets = [canary, { DB_PASSWORD: canary }, [canary], { a: { b: [canary] } }];

  it("is never printed, for every key of a stack, misspelt in ten ways", () => {
    for (const misspelt of misspellings) {
      for (const secret of secrets) {
        const text = complaints(withCanaries(stackConfig("staging"), misspelt, secret));
        expect(text.length, misspelt("key")).to.be.above(100);
        // A misspelling may be another key that exists, of which the value is shown.
        const exists = "is not one of the values that can be set";
        const lines = text.split("\n").filter((line) => line.includes(canary) && !line.includes(exists));
        expect(lines.slice(0, 3), misspelt("someKey")).to.deep.equal([]);
      }
    }
  });

  it("is never printed where something of parts was wanted", () => {
    for (const wrong of [`DB_PASSWORD=${canary}`, [`DB_PASSWORD=${canary}`]]) {
      const raw = stackConfig("staging") as { services: Record<string, Json> };
      for (const service of Object.values(raw.services)) service["env"] = wrong;
      const text = complaints(raw);
      expect(text).to.contain("env");
      expect(text).not.to.contain(canary);
    }
  });
});
