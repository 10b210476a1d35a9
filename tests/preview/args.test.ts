import { join } from "node:path";
import { expect } from "chai";
import { parseCommandLine } from "../../preview/cli/args";
import { UserError } from "../../preview/cli/user-error";

const root = join(__dirname, "..", "..");

describe("the command line", () => {
  it("takes a stack and its flags", () => {
    const args = ["production", "--config-file", "f.yaml", "--date", "2026-02-28", "--json", "--manifests", "out"];
    args.push("--sarif", "p.sarif", "--junit", "p.xml");
    expect(parseCommandLine([...args, "--policy-config", "p.json", "--verbose"], root)).to.deep.equal({
      stack: "production",
      configFile: "f.yaml",
      date: "2026-02-28",
      json: true,
      manifests: "out",
      policyConfig: "p.json",
      sarif: "p.sarif",
      junit: "p.xml",
      verbose: true,
    });
  });

  it("asks for help with --help only", () => {
    expect(parseCommandLine(["--help"], root)).to.equal(undefined);
  });

  const wrong: [string, string[], string][] = [
    ["no stack", [], "Which stack?"],
    ["two stacks", ["production", "staging"], "One stack at a time"],
    ["an unknown flag", ["production", "--jsno"], "Unknown option '--jsno'"],
    ["a flag without its value", ["production", "--date"], "argument missing"],
    ["a date that does not exist", ["production", "--date", "2026-02-30"], "--date 2026-02-30 is not a date"],
    ["a date of another form", ["production", "--date", "28.2.2026"], "--date 28.2.2026 is not a date"],
    ["a path as a stack", ["../production"], "can't be the name of a stack"],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}, and names the stacks`, () => {
      expect(() => parseCommandLine(args, root)).to.throw(UserError, message);
      expect(() => parseCommandLine(args, root)).to.throw(UserError, /Stacks here: .*production/);
    });
  }
});
