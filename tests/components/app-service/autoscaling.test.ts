import { expect } from "chai";
import { built, kind } from "./builders";

describe("number of pods of services", () => {
  it("VC-46, VC-48, VC-49: scales by CPU at these speeds, and the Deployment says no number", async () => {
    const scaling = {
      min: 3,
      max: 10,
      cpu: 70,
      scaleUp: { pods: 1, periodSeconds: 30 },
      scaleDown: { pods: 1, periodSeconds: 300 },
    };
    const program = await built({ scaling });
    expect(program.inputs(kind.autoscaler).spec).to.deep.equal({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
      minReplicas: 3,
      maxReplicas: 10,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
      ],
      behavior: {
        scaleUp: {
          policies: [{ type: "Pods", value: 1, periodSeconds: 30 }],
          selectPolicy: "Max",
          stabilizationWindowSeconds: 0,
        },
        scaleDown: {
          policies: [{ type: "Pods", value: 1, periodSeconds: 300 }],
          selectPolicy: "Max",
          stabilizationWindowSeconds: 300,
        },
      },
    });
    expect(program.inputs(kind.deployment).spec).not.to.have.property("replicas");
  });

  it("MP-33, MP-34, MP-35, MP-N2, KP-29: scales by CPU and memory, half more but at most ten, a tenth fewer", async () => {
    const scaling = {
      min: 3,
      max: 100,
      cpu: 70,
      memory: 80,
      scaleUp: { percent: 50, pods: 10, select: "min" },
      scaleDown: { percent: 10, stabilizationSeconds: 300 },
    };
    const { metrics, behavior } = (await built({ scaling })).inputs(kind.autoscaler).spec;
    expect(
      metrics.map((metric: any) => [metric.resource.name, metric.resource.target.averageUtilization]),
    ).to.deep.equal([
      ["cpu", 70],
      ["memory", 80],
    ]);
    expect(behavior).to.deep.equal({
      scaleUp: {
        policies: [
          { type: "Pods", value: 10, periodSeconds: 60 },
          { type: "Percent", value: 50, periodSeconds: 60 },
        ],
        selectPolicy: "Min",
        stabilizationWindowSeconds: 0,
      },
      scaleDown: {
        policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
        selectPolicy: "Max",
        stabilizationWindowSeconds: 300,
      },
    });
  });

  it("MP-32: an HPA follows metrics of its own beside CPU, of each pod or of all", async () => {
    const metrics = [
      { name: "open_sessions", perPod: 100 },
      { name: "backlog", from: "external", perPod: "500m", labels: { queue: "jobs" } },
    ];
    const { spec } = (await built({ scaling: { metrics } })).inputs(kind.autoscaler);
    expect(spec.metrics.slice(1)).to.deep.equal([
      {
        type: "Pods",
        pods: { metric: { name: "open_sessions" }, target: { type: "AverageValue", averageValue: "100" } },
      },
      {
        type: "External",
        external: {
          metric: { name: "backlog", selector: { matchLabels: { queue: "jobs" } } },
          target: { type: "AverageValue", averageValue: "500m" },
        },
      },
    ]);
  });

  it("a direction can be closed", async () => {
    const { behavior } = (await built({ scaling: { scaleDown: { select: "disabled" } } })).inputs(kind.autoscaler).spec;
    expect(behavior.scaleDown.selectPolicy).to.equal("Disabled");
    expect(behavior.scaleDown.policies).to.have.length(1);
  });

  it("gives a fixed number to the Deployment, and no autoscaler", async () => {
    const program = await built({ scaling: { min: 4, max: 4 } });
    expect(program.inputs(kind.deployment).spec.replicas).to.equal(4);
    expect(program.ofType(kind.autoscaler)).to.deep.equal([]);
  });

  it("VC-38: a singleton is one pod, replaced and not doubled, without budget and spread", async () => {
    const program = await built({ singleton: true });
    const { spec } = program.inputs(kind.deployment);
    expect(spec).to.deep.include({ replicas: 1, strategy: { type: "Recreate" } });
    expect(spec.template.spec).not.to.have.any.keys("affinity", "topologySpreadConstraints");
    expect(program.ofType(kind.budget).concat(program.ofType(kind.autoscaler))).to.deep.equal([]);
  });

  for (const [claim, deviation, expected] of [
    ["one at a time", {}, { maxUnavailable: 1 }],
    ["one at a time of eight", { scaling: { max: 8 } }, { maxUnavailable: 1 }],
    ["a quarter of many", { scaling: { max: 9 } }, { maxUnavailable: "25%" }],
    ["VC-45: all but two", { scaling: { min: 3 }, disruption: { minAvailable: 2 } }, { minAvailable: 2 }],
    ["TB-32: half", { disruption: { minAvailable: "50%" } }, { minAvailable: "50%" }],
  ] as const) {
    it(`a drain may take ${claim}`, async () => {
      expect((await built(deviation)).inputs(kind.budget).spec).to.deep.equal({
        ...expected,
        selector: { matchLabels: { "app.kubernetes.io/name": "api" } },
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      });
    });
  }
});
