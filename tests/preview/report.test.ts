import { expect } from "chai";
import { Style } from "../../preview/text/style";
import { treeLines } from "../../preview/text/tree";
import { resource, view } from "./support/resources";

const style = (deviation = {}) => new Style({ verbose: false, colour: false, width: 80, ...deviation });

describe("the resource tree", () => {
  const component = (name: string) => resource("platform:app-service:AppService", name);
  const below = (parent: { urn: string }, type: string, name: string) => resource(type, name, { parent: parent.urn });

  it("is a line for each component, with what it has by type", () => {
    const api = component("api");
    const made = view(
      resource("pulumi:providers:aws", "aws"),
      api,
      below(api, "kubernetes:apps/v1:Deployment", "api"),
      below(api, "aws:iam/role:Role", "api-a"),
      below(api, "aws:iam/role:Role", "api-b"),
      resource("eks:index:Cluster", "cluster"),
    );
    expect(treeLines(made, style())).to.deep.equal([
      "platform-test",
      "├─ aws provider",
      "├─ api  AppService: Deployment, 2 iam.Role",
      "└─ cluster  eks.Cluster (its children are made by the engine)",
    ]);
  });

  it("folds many components of one type, and shows all when it is asked to", () => {
    const many = view(...Array.from({ length: 300 }, (_, index) => component(`service-${index}`)));
    const folded = treeLines(many, style());
    expect(folded).to.have.length(14);
    expect(folded[13]).to.equal("└─ … and 288 more AppService");
    expect(treeLines(many, style({ verbose: true }))).to.have.length(301);
  });

  it("keeps within the width of the terminal", () => {
    const api = component("api");
    const kinds = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ControllerRevision", "Scale"];
    const made = view(api, ...kinds.map((kind) => below(api, `kubernetes:apps/v1:${kind}`, "api")));
    const lines = treeLines(made, style({ width: 60 }));
    expect(lines.length).to.be.greaterThan(2);
    expect(lines.filter((line) => line.length > 60)).to.deep.equal([]);
  });
});

describe("a table of the report", () => {
  const columns = [{ title: "name" }, { title: "n", right: true }, { title: "why", grow: true }];

  it("aligns its columns and leaves empty ones out", () => {
    expect(
      style().table(columns, [
        ["api", "1", ""],
        ["frontend", "10", ""],
      ]),
    ).to.deep.equal(["  name       n", "  api        1", "  frontend  10"]);
  });

  it("wraps the column that grows, within the width", () => {
    const why = "because it is so and can not be otherwise, as everyone who has seen it says";
    const lines = style({ width: 60 }).table(columns, [["api", "1", why]]);
    expect(lines.length).to.equal(3);
    expect(lines.filter((line) => line.length > 60)).to.deep.equal([]);
    expect(lines.slice(1).join(" ").replace(/\s+/g, " ")).to.include(why);
  });

  it("cuts a long list with a word on how to see the rest", () => {
    const lines = style().some([1, 2, 3], 2, (item) => [`${item}`]);
    expect(lines).to.deep.equal(["1", "2", "  … and 1 more (--verbose)"]);
  });
});
