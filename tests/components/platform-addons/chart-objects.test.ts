import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { chartObject } from "../../../components/platform-addons/chart-objects";

const object = (type: string, props: Record<string, unknown>) =>
  chartObject({ type, name: "chart:object", props, opts: {}, custom: true });

const definition = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
const clusterRole = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";

describe("objects of charts", () => {
  it("a definition stays when it leaves the program, without the descriptions of its fields", () => {
    const schema = {
      description: "A certificate.",
      properties: { description: { type: "string", description: "What it is for." }, names: { type: "array" } },
    };
    const made = object(definition, { spec: { versions: [{ name: "v1", schema: { openAPIV3Schema: schema } }] } });
    const lean = { properties: { description: { type: "string" }, names: { type: "array" } } };
    expect(made?.opts).to.deep.equal({ retainOnDelete: true });
    expect(made?.props).to.deep.equal({ spec: { versions: [{ name: "v1", schema: { openAPIV3Schema: lean } }] } });
  });

  it("a role without rules has no list of them, which the API server would drop at every update", () => {
    expect(object(clusterRole, { metadata: { name: "loki" }, rules: [] })?.props).to.deep.equal({
      metadata: { name: "loki" },
    });
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
    expect(object(clusterRole, { rules })).to.equal(undefined);
  });

  it("others are left alone, and so is what only a deployment knows", () => {
    expect(object("kubernetes:core/v1:Secret", { rules: [], description: "x" })).to.equal(undefined);
    const later = pulumi.output("v1");
    expect(object(definition, { spec: later })?.props).to.have.property("spec", later);
  });
});
