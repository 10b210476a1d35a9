import { expect } from "chai";
import type { RecordedResource } from "../../preview/recorded";
import { type Json, make } from "./support/stack";
import { runStrictly, unknown } from "./support/workloads";

/** What the rule says of a stack: kind, level and name of each finding. */
async function says(resources: RecordedResource[], config: Json = {}): Promise<string[]> {
  const { findings, problems } = await runStrictly(resources, {
    all: "disabled",
    "data-in-backup-plan": { enforcementLevel: "mandatory", ...config },
  });
  expect(problems).to.deep.equal([]);
  return findings.map(({ kind, level, urn }) => `${level} ${kind} ${urn.split("::").at(-1) ?? ""}`);
}

const plan = make("aws:backup/plan:Plan", "plan", {});
const files = make("aws:efs/fileSystem:FileSystem", "files", { tags: { backup: "daily" } });
const bare = make("aws:efs/fileSystem:FileSystem", "files", {});
const missed = ["mandatory violation files"];
const maybe = ["advisory unknown files"];
const selecting = (inputs: Json, ...of: RecordedResource[]) =>
  make(
    "aws:backup/selection:Selection",
    "selection",
    { iamRoleArn: "arn:x", planId: "1", name: "one", ...inputs },
    ...of,
  );
const byTag = (value: unknown, key: unknown = "backup") =>
  selecting({ selectionTags: [{ type: "STRINGEQUALS", key, value }] });
const byCondition = (operator: string, value: unknown, key = "aws:ResourceTag/backup") =>
  selecting({ conditions: [{ [operator]: [{ key, value }] }] });
const provider = (tags: Json) =>
  make("pulumi:providers:aws", `aws${Object.keys(tags).length}`, { defaultTags: JSON.stringify({ tags }) });

describe("data in a backup plan", () => {
  it("is taken by its tag, or by that of its provider", async () => {
    expect(await says([plan, files, byTag("daily")])).to.deep.equal([]);
    expect(await says([plan, files, byTag("weekly")])).to.deep.equal(missed);
    expect(await says([plan, bare, byTag("daily")])).to.deep.equal(missed);
    expect(await says([plan, bare, byTag("daily"), provider({ backup: "daily" })])).to.deep.equal([]);
    const two = [provider({ backup: "daily" }), provider({})];
    expect(await says([plan, bare, byTag("daily"), ...two]), "one of two providers").to.deep.equal(missed);
    const own = make("aws:efs/fileSystem:FileSystem", "files", { tags: { backup: "none" } });
    expect(await says([plan, own, byTag("daily"), provider({ backup: "daily" })])).to.deep.equal(missed);
    const either = selecting({
      selectionTags: [
        { type: "STRINGEQUALS", key: "backup", value: "weekly" },
        { type: "STRINGEQUALS", key: "backup", value: "daily" },
      ],
    });
    expect(await says([plan, files, either])).to.deep.equal([]);
  });

  it("is taken by conditions, all of them", async () => {
    const of = (...args: Parameters<typeof byCondition>) => says([plan, files, byCondition(...args)]);
    expect(await of("stringEquals", "daily")).to.deep.equal([]);
    expect(await of("stringEquals", "dai*")).to.deep.equal(missed);
    expect(await of("stringLikes", "dai*")).to.deep.equal([]);
    expect(await of("stringNotEquals", "daily")).to.deep.equal(missed);
    expect(await of("stringNotEquals", "none")).to.deep.equal([]);
    expect(await of("stringNotLikes", "d*")).to.deep.equal(missed);
    const both = selecting({
      conditions: [
        {
          stringEquals: [
            { key: "aws:ResourceTag/backup", value: "daily" },
            { key: "aws:ResourceTag/stage", value: "production" },
          ],
        },
      ],
    });
    expect(await says([plan, files, both])).to.deep.equal(missed);
  });

  it("is taken by its ARN or its kind, and by none of one that only looks like it", async () => {
    const of = (resources: unknown, more: Json = {}, ...beside: RecordedResource[]) =>
      says([plan, bare, selecting({ resources, ...more }, ...beside)]);
    for (const one of ["*", "arn:aws:elasticfilesystem:*:*:file-system/*", "arn:aws:elasticfilesystem:eu-west-1:1:*"]) {
      expect(await of([one]), one).to.deep.equal([]);
    }
    for (const one of [
      "arn:aws:elasticfilesystem:eu-west-1:1:file-system/fs-1",
      "arn:aws:ec2:*:*:volume/*",
      "arn:aws:rds:*:*:db:*",
      "arn",
      "",
    ]) {
      expect(await of([one]), one).to.deep.equal(missed);
    }
    expect(await of([unknown], {}, bare), "its own, which isn't known yet").to.deep.equal([]);
    expect(await of([unknown]), "somebody's").to.deep.equal(maybe);
    expect(await of(["*"], { notResources: ["arn:aws:elasticfilesystem:*:*:file-system/*"] })).to.deep.equal(missed);
    expect(await of(["*"], { notResources: ["arn:aws:ec2:*:*:volume/*"] })).to.deep.equal([]);
    const tagged = { selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] };
    expect(await of(["*"], tagged), "and has the tag").to.deep.equal(missed);
    expect(await of(undefined), "a selection of nothing").to.deep.equal(missed);
  });

  it("is said to be unsure while the tags aren't known, and never right with garbage", async () => {
    expect(await says([plan, files, byTag(unknown)])).to.deep.equal(maybe);
    expect(await says([plan, files, byTag("daily", unknown)])).to.deep.equal(maybe);
    const unsure = make("aws:efs/fileSystem:FileSystem", "files", { tags: unknown });
    expect(await says([plan, unsure, byTag("daily")])).to.deep.equal(maybe);
    for (const garbage of [3, "daily", [3], [["daily"]], [{}], {}]) {
      expect(await says([plan, files, selecting({ selectionTags: garbage })]), JSON.stringify(garbage)).to.deep.equal(
        missed,
      );
      expect(await says([plan, files, selecting({ resources: garbage })]), JSON.stringify(garbage)).to.deep.equal(
        missed,
      );
    }
  });

  it("is advised where the stack has no plan at all, and demanded where the config says so", async () => {
    expect(await says([bare])).to.deep.equal(["advisory violation files"]);
    expect(await says([bare], { withoutPlan: "refuse" })).to.deep.equal(missed);
    expect(await says([bare, plan]), "a plan that takes nothing").to.deep.equal(missed);
    expect(await says([bare], { waivers: { "aws.efs.FileSystem/*": "scratch until 2026-12-31" } })).to.deep.equal([]);
  });

  it("is every kind of store, but no copy of another", async () => {
    for (const [type, inputs, count] of [
      ["aws:rds/instance:Instance", {}, 1],
      ["aws:rds/instance:Instance", { replicateSourceDb: "one" }, 0],
      ["aws:rds/cluster:Cluster", {}, 1],
      ["aws:ebs/volume:Volume", {}, 1],
      ["aws:dynamodb/table:Table", {}, 1],
      ["aws:sqs/queue:Queue", {}, 0],
    ] as const) {
      expect(await says([plan, make(type, "store", inputs), byTag("daily")]), type).to.have.length(count);
      const taken = make(type, "store", { ...inputs, tags: { backup: "daily" } });
      expect(await says([plan, taken, byTag("daily")]), type).to.deep.equal([]);
    }
  });
});
