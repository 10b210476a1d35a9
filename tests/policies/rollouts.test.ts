import { expect } from "chai";
import { deployment, kube, says } from "./support/stack";
import { unknown } from "./support/workloads";

const of = (replicas: unknown, strategy: unknown) =>
  says("rollout-keeps-serving", [deployment(replicas, { "spec.strategy": strategy })]);
const rolling = (maxUnavailable: unknown, replicas: unknown = 3) =>
  of(replicas, { type: "RollingUpdate", rollingUpdate: { maxUnavailable } });
const wrong = ["violation Deployment api"];
const maybe = ["unknown Deployment api"];

describe("a rollout of a service with several pods", () => {
  it("stops some of them at a time", async () => {
    for (const most of [0, 1, 2, "25%", "99%", undefined, null]) {
      expect(await rolling(most), String(most)).to.deep.equal([]);
    }
    for (const most of [3, 4, "100%", "150%", "some", -1, 1.5, {}, [1], true]) {
      expect(await rolling(most), JSON.stringify(most)).to.deep.equal(wrong);
    }
    expect(await rolling(unknown)).to.deep.equal(maybe);
  });

  it("is no Recreate, which is for one pod", async () => {
    expect(await of(3, undefined)).to.deep.equal([]);
    expect(await of(3, { type: "Recreate" })).to.deep.equal(wrong);
    expect(await of(1, { type: "Recreate" })).to.deep.equal([]);
    for (const type of ["", 3, {}]) {
      expect(await of(3, { type }), JSON.stringify(type)).to.deep.equal(wrong);
    }
    expect(await of(3, { type: unknown })).to.deep.equal(maybe);
  });

  it("counts the fewest pods that an autoscaler leaves", async () => {
    const scaled = (minReplicas: number) => [
      deployment(undefined, { "spec.strategy": { rollingUpdate: { maxUnavailable: 2 } } }),
      kube("HorizontalPodAutoscaler", "api", {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
        minReplicas,
        maxReplicas: 9,
      }),
    ];
    expect(await says("rollout-keeps-serving", scaled(3))).to.deep.equal([]);
    expect(await says("rollout-keeps-serving", scaled(2))).to.deep.equal(wrong);
  });
});
