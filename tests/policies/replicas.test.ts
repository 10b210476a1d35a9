import { expect } from "chai";
import { deployment, kube, says, type Json } from "./support/stack";
import { unknown, workload } from "./support/workloads";

const garbage = ["many", -1, 1.5, {}, [], true];
const hpa = (spec: Json = {}) =>
  kube("HorizontalPodAutoscaler", "api", {
    minReplicas: 2,
    maxReplicas: 4,
    scaleTargetRef: { kind: "Deployment", name: "api" },
    ...spec,
  });

describe("how many pods there are", () => {
  const of = (replicas: unknown, changes: Json = {}, config: Json = {}) =>
    says("replicas", [deployment(replicas, changes)], config);

  it("is two at least, or what the config says", async () => {
    expect(await of(2)).to.deep.equal([]);
    expect(await of(1)).to.deep.equal(["violation Deployment api"]);
    expect(await of(undefined)).to.deep.equal(["violation Deployment api"]);
    expect(await of(2, {}, { min: 3 })).to.deep.equal(["violation Deployment api"]);
    expect(await of(1, {}, { min: 1 })).to.deep.equal([]);
    expect(await of(1, {}, { waivers: { "Deployment/sh*/*": "a reason until 2026-12-31" } })).to.deep.equal([]);
  });

  it("is one where Recreate says that one is meant", async () => {
    expect(await of(1, { "spec.strategy": { type: "Recreate" } })).to.deep.equal([]);
    const recreated = deployment(undefined, { "spec.strategy": { type: "Recreate" } });
    expect(await says("replicas", [recreated, hpa({ minReplicas: 1 })])).to.deep.equal(["violation Deployment api"]);
    expect(await of(1, { "spec.strategy": { type: unknown } })).to.deep.equal(["unknown Deployment api"]);
  });

  it("KP-60: is none where the workload says why it is stopped", async () => {
    const because = { "metadata.annotations": { "platform/reason": "the stack is standby" } };
    expect(await of(0)).to.deep.equal(["violation Deployment api"]);
    expect(await of(0, because)).to.deep.equal([]);
    expect(await of(1, because)).to.deep.equal(["violation Deployment api"]);
  });

  it("KP-N10: is one where a StatefulSet with volumes of its own says why", async () => {
    const claims = { "spec.volumeClaimTemplates": [{ metadata: { name: "data" } }] };
    const because = { "metadata.annotations": { "platform/reason": "it does not replicate" } };
    const of = (changes: Json) =>
      says("replicas", [workload("apps/v1:StatefulSet", { "spec.replicas": 1, ...changes })]);
    expect(await of(claims)).to.deep.equal(["violation StatefulSet api"]);
    expect(await of(because)).to.deep.equal(["violation StatefulSet api"]);
    expect(await of({ ...claims, ...because })).to.deep.equal([]);
  });

  it("is the autoscaler's minimum where there is one", async () => {
    expect(await says("replicas", [deployment(undefined), hpa()])).to.deep.equal([]);
    expect(await says("replicas", [deployment(undefined), hpa({ minReplicas: 1 })])).to.deep.equal([
      "violation Deployment api",
    ]);
    expect(await says("replicas", [deployment(undefined), hpa({ minReplicas: undefined })])).to.deep.equal([
      "violation Deployment api",
    ]);
    const keda = kube("ScaledObject", "api", { scaleTargetRef: { name: "api" } });
    expect(await says("replicas", [deployment(undefined), keda])).to.deep.equal(["violation Deployment api"]);
  });

  it("is never right as garbage, and said to be unknown", async () => {
    for (const value of garbage) {
      expect(await of(value), JSON.stringify(value)).to.deep.equal(["violation Deployment api"]);
    }
    expect(await of(unknown)).to.deep.equal(["unknown Deployment api"]);
    expect(await says("replicas", [deployment(undefined), hpa({ minReplicas: unknown })])).to.deep.equal([
      "unknown Deployment api",
    ]);
  });
});
