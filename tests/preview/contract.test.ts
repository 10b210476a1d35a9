import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isMap, isSeq, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { date, preview, previewHere, previewOnce, root } from "./support/run";

/** The document of `--json`, to the letter of the contract; fields may be added and never changed. */
const contract = z.looseObject({
  stack: z.string(),
  resources: z
    .array(
      z.looseObject({
        urn: z.string().startsWith("urn:pulumi:"),
        type: z.string(),
        name: z.string(),
        parent: z.string().nullable(),
        provider: z.string().nullable(),
        inputs: z.record(z.string(), z.unknown()),
      }),
    )
    .min(50),
  policies: z.array(
    z.looseObject({
      policy: z.string(),
      level: z.enum(["mandatory", "advisory"]),
      urn: z.string(),
      message: z.string().min(20),
    }),
  ),
  cost: z.looseObject({
    monthlyUsd: z.number().positive(),
    items: z.array(z.looseObject({ what: z.string(), monthlyUsd: z.number().nonnegative(), basis: z.string() })).min(5),
  }),
});

const json = ["--json", "--date", date];

describe("the contract of the offline preview", () => {
  let directory: string;
  before(() => (directory = mkdtempSync(join(tmpdir(), "contract-"))));
  after(() => rmSync(directory, { recursive: true }));

  /** A copy of the production config with one deviation. */
  const copy = (name: string, change: (text: string) => string): string => {
    const file = join(directory, name);
    writeFileSync(file, change(readFileSync(join(root, "Pulumi.production.yaml"), "utf8")));
    return file;
  };

  it("prints one JSON document and nothing else, twice the same to the byte", () => {
    const [one, two] = [preview("production", ...json), preview("production", ...json)];
    expect(one.stderr).to.equal("");
    expect(one.status).to.equal(0);
    expect(() => contract.parse(JSON.parse(one.stdout))).not.to.throw();
    expect(two.stdout).to.equal(one.stdout);
  });

  it("has no marker of the SDK in the document: unknown values and secrets are words", async () => {
    const { stdout } = await previewOnce("production", ...json);
    expect(stdout).not.to.match(/04da6b54-80e4-46f7-96ec-b56ff0331ba9|4dabf18193072939515e22adb298388d/);
    expect(stdout).to.include('"[unknown]"');
  });

  it("gives every resource a parent and a provider that are in the document", async () => {
    const { resources } = contract.parse(JSON.parse((await previewOnce("production", ...json)).stdout));
    const urns = new Set(resources.map(({ urn }) => urn));
    expect(urns.size).to.equal(resources.length);
    const orphans = resources.filter(({ parent, type }) => type !== "pulumi:pulumi:Stack" && !urns.has(parent ?? ""));
    expect(orphans).to.deep.equal([]);
    const strangers = resources.filter(
      ({ provider }) => provider !== null && !urns.has(provider.replace(/::[^:]*$/, "")),
    );
    expect(strangers.map(({ urn, provider }) => [urn, provider])).to.deep.equal([]);
  });

  it("changes no URN, and nothing else, when the keys of the YAML are reordered", async () => {
    const reversed = copy("reversed.yaml", (text) => {
      const document = parseDocument(text);
      reverse(document.contents);
      return String(document);
    });
    const [given, turned] = [
      await previewOnce("production", ...json),
      await previewHere("production", ...json, "--config-file", reversed),
    ];
    const documents = [given, turned].map(({ stdout }) => contract.parse(JSON.parse(stdout)));
    const urns = documents.map(({ resources }) => resources.map(({ urn }) => urn));
    expect(urns[1]).to.deep.equal(urns[0]);
    expect(documents[1]).to.deep.equal(documents[0]);
  });

  it("exits with 2 and all problems of a wrong config, each with its line; nothing is on standard output", () => {
    const wrong = copy("wrong.yaml", (text) =>
      text.replace("platform:tier: production", "platform:tier: prodution").replace("nat: one-per-zone", "natt: one"),
    );
    const { status, stdout, stderr } = preview("production", "--config-file", wrong);
    expect(status).to.equal(2);
    expect(stdout).to.equal("");
    expect(stderr).to.match(/wrong\.yaml:\d+ tier: .*\n {4}set one of production, staging, development/);
    expect(stderr).to.match(/wrong\.yaml:\d+ network\.natt: unknown key "natt"; did you mean "nat"\?/);
    expect(stderr).not.to.match(/\n\s+at /);
  });

  it("exits with 1 when a mandatory policy is violated, and says so first", async () => {
    const dear = copy("dear.yaml", (text) => text.replace(/ceilingMonthlyUsd: \d+/, "ceilingMonthlyUsd: 1"));
    const { status, stdout } = await previewHere("production", "--date", date, "--config-file", dear);
    expect(status).to.equal(1);
    expect(stdout.split("\n")[0]).to.match(/^Violations {2}1 mandatory violation\b/);
    expect(stdout).to.match(/✗ mandatory {2}cost-ceiling/);
    const document = contract.parse(
      JSON.parse((await previewHere("production", ...json, "--config-file", dear)).stdout),
    );
    expect(document.policies.filter(({ level }) => level === "mandatory").map(({ policy }) => policy)).to.deep.equal([
      "cost-ceiling",
    ]);
  });

  it("judges support dates at --date", async () => {
    const late = await previewHere("production", "--date", "2027-07-01");
    expect(late.stdout).to.include("standard support until 2027-08-02, in 32 days");
  });

  it("says what is wrong with a policy config as a violation", async () => {
    const config = join(directory, "policies.json");
    writeFileSync(config, JSON.stringify({ "read-only-rot": "disabled" }));
    const { status, stdout } = await previewHere("production", "--date", date, "--policy-config", config);
    expect(status).to.equal(1);
    expect(stdout).to.include("read-only-rot: the pack has no such rule. Did you mean read-only-root?");
  });

  it("writes no progress where standard error is no terminal, and no colours where output is none", async () => {
    const { stdout, stderr } = await previewOnce("production", "--date", date);
    expect(stderr).to.equal("");
    expect(stdout).not.to.include("\u001b");
  });
});

/** Turns the order of the keys of every map around; lists keep theirs, because it means something. */
function reverse(node: Node | null | unknown): void {
  if (isMap(node)) {
    node.items.reverse();
    node.items.forEach((pair) => reverse(pair.value));
  } else if (isSeq(node)) {
    node.items.forEach(reverse);
  }
}
