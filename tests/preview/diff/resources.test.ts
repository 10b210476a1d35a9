import { join } from "node:path";
import { expect } from "chai";
import { stackOptions } from "../../../preview/cli/args";
import { resourceLines } from "../../../preview/diff/lines";
import { resourceChanges } from "../../../preview/diff/resources";
import { documentOf } from "../../../preview/document";
import { planOf } from "../../../preview/plan";
import { diff, namespace, resource } from "./builders";

const lines = (...of: Parameters<typeof diff>) => resourceLines(diff(...of).resources);
const changeOf = (type: string, was: Record<string, unknown>, is: Record<string, unknown>) => {
  const [change] = diff([resource(type, "a", was)], [resource(type, "a", is)]).resources.changed;
  return [change?.effect, change?.replacedBy];
};

describe("resources that a change makes, changes and deletes", () => {
  it("are a line each, with the old and the new value", () => {
    const before = [resource(namespace, "a", { metadata: { level: "v1.35", same: 1 } }), resource(namespace, "gone")];
    const after = [resource(namespace, "a", { metadata: { level: "v1.36", same: 1 } }), resource(namespace, "made")];
    expect(lines(before, after)).to.deep.equal([
      `+ ${namespace} made`,
      `~ ${namespace} a`,
      "    metadata.level: v1.35 → v1.36",
      `- ${namespace} gone`,
    ]);
  });

  it("are no line where nothing changes", () => {
    const same = [resource(namespace, "a", { metadata: { list: [1, 2] } })];
    expect(lines(same, same)).to.deep.equal([]);
  });

  it("are one line where several of a type change in the same way", () => {
    const of = (level: string) => ["a", "b", "c", "d"].map((name) => resource(namespace, name, { level }));
    expect(lines(of("1"), of("2"))).to.deep.equal([`~ 4 × ${namespace} a, b, c, …`, "    level: 1 → 2"]);
  });

  it("compare items of a list by their name, wherever they stand", () => {
    const of = (...names: string[]) => ({ spec: { containers: names.map((name) => ({ name, image: `${name}:1` })) } });
    expect(lines([resource(namespace, "a", of("x", "y"))], [resource(namespace, "a", of("y", "x"))])).to.deep.equal([]);
    expect(lines([resource(namespace, "a", of("x"))], [resource(namespace, "a", of("y", "x"))])).to.deep.equal([
      `~ ${namespace} a`,
      '    spec.containers[y]: none → {"name":"y","image":"y:1"}',
    ]);
  });
});

describe("what the engine does with a change", () => {
  it("updates a Deployment's image, and replaces it by its selector", () => {
    const type = "kubernetes:apps/v1:Deployment";
    const of = (image: string, name: string) => ({
      spec: { selector: { matchLabels: { name } }, template: { spec: { containers: [{ name: "c", image }] } } },
    });
    expect(changeOf(type, of("a:1", "x"), of("a:2", "x"))).to.deep.equal(["update", []]);
    expect(changeOf(type, of("a:1", "x"), of("a:1", "y"))).to.deep.equal(["replace", ["spec.selector"]]);
  });

  it("replaces an object of any kind by its namespace, custom ones too", () => {
    const of = (place: string) => ({ metadata: { name: "a", namespace: place } });
    const changed = changeOf("kubernetes:keda.sh/v1alpha1:ScaledObject", of("one"), of("two"));
    expect(changed).to.deep.equal(["replace", ["metadata.namespace"]]);
  });

  it("follows the AWS provider's own rule: a database's engine replaces, its class doesn't", () => {
    const type = "aws:rds/instance:Instance";
    expect(changeOf(type, { instanceClass: "db.t4g.small" }, { instanceClass: "db.t4g.medium" })[0]).to.equal("update");
    expect(changeOf(type, { engine: "postgres" }, { engine: "mysql" })).to.deep.equal(["replace", ["engine"]]);
  });

  it("is not known for a type that no table has", () => {
    expect(changeOf("random:index/randomPassword:RandomPassword", { length: 1 }, { length: 2 })[0]).to.equal("unknown");
  });

  it("shows a new Kubernetes minor as what eks.Cluster makes of it: an update of the cluster", async () => {
    const directory = join(__dirname, "..", "..", "..");
    const file = join(directory, "examples", "getting-started", "Pulumi.first.yaml");
    const options = stackOptions("first", { configFile: file, date: "2026-11-21" });
    const after = documentOf(await planOf(options, directory, () => undefined)).resources;
    const before = after.map((one) =>
      one.type === "eks:index:Cluster" ? { ...one, inputs: { ...(one.inputs as object), version: "1.35" } } : one,
    );
    const { changed } = resourceChanges(before, after);
    expect(changed.map(({ type, effect, differences }) => [type, effect, differences[0]?.path])).to.deep.equal([
      ["aws:eks/cluster:Cluster", "update", "version"],
    ]);
  });
});
