import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { commandsOf, pages, spokenCommandsOf } from "../docs/support/commands";
import { CliFlags } from "./support/cli-flags";
import { engineVersion } from "./support/programs";
import { programsOrSkip, root } from "./support/session";

interface Step {
  uses?: string;
  with?: Record<string, string>;
}

const workflows = join(root, ".github", "workflows");
const steps = readdirSync(workflows).flatMap((file) => {
  const { jobs } = parse(readFileSync(join(workflows, file), "utf8")) as { jobs: Record<string, { steps?: Step[] }> };
  const all = Object.values(jobs).flatMap((job) => job.steps ?? []);
  return all.filter(({ uses }) => uses?.startsWith("pulumi/actions@")).map((step) => ({ file, ...step }));
});

/**
 * Flags of `pulumi` that the action makes of its inputs: https://github.com/pulumi/actions, src/libs/config.ts; the others
 * are of the action itself.
 */
const flagsOfAction: Record<string, string | undefined> = {
  command: undefined,
  "stack-name": "--stack",
  "pulumi-version": undefined,
  policyPacks: "--policy-pack",
  policyPackConfigs: "--policy-pack-config",
  refresh: "--refresh",
  "expect-no-changes": "--expect-no-changes",
  "suppress-outputs": "--suppress-outputs",
  "comment-on-pr": undefined,
};

describe("commands of pulumi", () => {
  let cli: CliFlags;

  before(async function () {
    cli = new CliFlags((await programsOrSkip(this)).pulumi);
  });

  it("of the documentation are commands of the CLI, with flags that it has", () => {
    const written = pages().flatMap((page) => [...commandsOf(page), ...spokenCommandsOf(page, ["pulumi"])]);
    const commands = written.filter(({ words }) => words[0] === "pulumi");
    expect(commands.length).to.be.greaterThan(50);
    const problems = commands.flatMap(({ where, words }) => cli.problems(words).map((one) => `${where}: ${one}`));
    expect(problems).to.deep.equal([]);
  });

  it("of the workflows are, too", () => {
    expect(steps.length).to.equal(3);
    const problems = steps.flatMap(({ file, with: inputs = {} }) => {
      const unknown = Object.keys(inputs).filter((input) => !(input in flagsOfAction));
      const flags = Object.keys(inputs).flatMap((input) => flagsOfAction[input] ?? []);
      const found = cli.problems(["pulumi", inputs.command ?? "", ...flags]);
      return [...unknown.map((input) => `no flag is known for ${input}`), ...found].map((one) => `${file}: ${one}`);
    });
    expect(problems).to.deep.equal([]);
  });

  it("would be found wrong", () => {
    expect(cli.problems(["pulumi", "preview", "--destroy"])).to.deep.equal(["pulumi preview has no flag --destroy"]);
    expect(cli.problems(["pulumi", "stack", "innit"])).to.deep.equal(["pulumi stack has no command innit"]);
    expect(cli.problems(["pulumi", "upp"])).to.deep.equal(["pulumi has no command upp"]);
  });

  it("run in the workflows by the version that is tested, which going live names", () => {
    expect([...new Set(steps.map((step) => step.with?.["pulumi-version"]))]).to.deep.equal([engineVersion()]);
    const [, named] =
      /^\| Pulumi CLI .*\| ([\d.]+) +\|$/m.exec(readFileSync(join(root, "docs/going-live.md"), "utf8")) ?? [];
    expect(named).to.equal(engineVersion().replace(/\.\d+$/, ""));
  });
});
