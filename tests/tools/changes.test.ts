import { expect } from "chai";
import type { Plan } from "../../preview/plan";
import type { RecordedResource } from "../../preview/recorded";
import { View } from "../../preview/view";
import { changesOf } from "../../tools/changes";

const namespace = "kubernetes:core/v1:Namespace";

function planOf(inputs: Record<string, Record<string, unknown>>): Plan {
  const resources = Object.entries(inputs).map(([name, given]): RecordedResource => ({
    urn: `urn:pulumi:s::platform::${namespace}::${name}`,
    type: namespace,
    name,
    parent: undefined,
    provider: undefined,
    custom: true,
    remote: false,
    inputs: given,
    dependencies: [],
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    deletedWith: undefined,
  }));
  return { resources, view: new View(resources) } as Plan;
}

describe("what a change of the YAML does", () => {
  it("is what is made, what changes with its old and new value, and what goes", () => {
    const before = planOf({ a: { metadata: { level: "v1.35", same: 1 } }, gone: {} });
    const after = planOf({ a: { metadata: { level: "v1.36", same: 1 } }, made: {} });
    expect(changesOf(before, after)).to.deep.equal([
      `+ ${namespace} made`,
      `~ ${namespace} a\n    metadata.level: v1.35 → v1.36`,
      `- ${namespace} gone`,
    ]);
  });

  it("is nothing where nothing changes", () => {
    const plan = planOf({ a: { metadata: { list: [1, 2] } } });
    expect(changesOf(plan, planOf({ a: { metadata: { list: [1, 2] } } }))).to.deep.equal([]);
  });

  it("says what changes alike once", () => {
    const of = (level: string) => planOf({ a: { level }, b: { level }, c: { level }, d: { level } });
    expect(changesOf(of("1"), of("2"))).to.deep.equal([`~ 4 × ${namespace} a, b, c, …\n    level: 1 → 2`]);
  });
});
