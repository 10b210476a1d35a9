import { expect } from "chai";
import { surgeOf } from "../../../components/app-service/rollout/strategy";
import type { Recorded } from "../../support/record";
import { built, kind, settingsOf } from "./builders";

const routes = [{ host: "api" }];
const kp57 = [
  { weight: 5, pause: "2m" },
  { weight: 20, pause: "5m" },
  { weight: 50, pause: "10m" },
];
const canaryOf = (program: Recorded) => program.inputs(kind.rollout).spec.strategy.canary as Record<string, any>;
const services = (program: Recorded) =>
  program.ofType(kind.service).map(({ inputs }) => (inputs as Record<string, any>)["metadata"].name as string);

describe("rolling updates", () => {
  it("TB-92, KP-51, VC-99: add and miss a quarter at most, and have failed after ten minutes", async () => {
    const { spec, metadata } = (await built()).inputs(kind.deployment);
    expect(spec.strategy).to.deep.equal({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
    });
    expect(spec.progressDeadlineSeconds).to.equal(600);
    expect(metadata.annotations["pulumi.com/timeoutSeconds"]).to.equal("600");
  });
});

describe("fields that Argo Rollouts writes, too", () => {
  const force = (program: Recorded, type: string) =>
    program.inputs(type).metadata.annotations["pulumi.com/patchForce"] as string | undefined;

  it("the selectors of both versions' Services are left to it, and those of a Deployment's Service to nobody", async () => {
    const ignored = async (rollout: Record<string, unknown>) =>
      (await built({ metrics: {}, routes, rollout })).ofType(kind.service).map(({ ignoreChanges }) => ignoreChanges);
    expect(await ignored({ canary: { steps: kp57 } })).to.deep.equal([["spec.selector"], ["spec.selector"]]);
    expect(await ignored({ blueGreen: {} })).to.deep.equal([["spec.selector"], ["spec.selector"]]);
    expect(await ignored({})).to.deep.equal([[]]);
  });

  it("a canary's route is taken back at an update, but for its weights, and another's has no rival", async () => {
    const canary = await built({ metrics: {}, routes, rollout: { canary: { steps: kp57 } } });
    expect(canary.one(kind.route).ignoreChanges).to.deep.equal(["spec.rules[*].backendRefs[*].weight"]);
    expect(force(canary, kind.route)).to.equal("true");
    const plain = await built({ routes });
    expect(plain.one(kind.route).ignoreChanges).to.deep.equal([]);
    expect(force(plain, kind.route)).to.equal(undefined);
  });
});

describe("canaries", () => {
  it("KP-56, KP-57, TB-94: 5, 20 and 50 % over the gateway's routes, then all, with their pauses", async () => {
    const program = await built({ metrics: {}, routes, rollout: { canary: { steps: kp57 } } });
    expect(program.ofType(kind.deployment)).to.deep.equal([]);
    expect(canaryOf(program)).to.deep.include({
      stableService: "api",
      canaryService: "api-canary",
      dynamicStableScale: false,
      steps: [
        { setWeight: 5 },
        { pause: { duration: "2m" } },
        { setWeight: 20 },
        { pause: { duration: "5m" } },
        { setWeight: 50 },
        { pause: { duration: "10m" } },
      ],
      trafficRouting: {
        plugins: {
          "argoproj-labs/gatewayAPI": { namespace: "production", httpRoutes: [{ name: "api.public.api.example.com" }] },
        },
      },
    });
    expect(services(program)).to.have.members(["api", "api-canary"]);
    const [rule] = program.inputs(kind.route).spec.rules;
    expect(rule.backendRefs.map(({ name, weight }: any) => [name, weight])).to.deep.equal([
      ["api", 100],
      ["api-canary", 0],
    ]);
    expect(program.ofType(kind.targetHealth).map(({ name }) => name)).to.have.members([
      "api-target-health",
      "api-new-version-target-health",
    ]);
  });

  it("VC-81: starts with 10 % and waits for a person where it says so", async () => {
    const steps = [{ weight: 10, pause: "manual" }, { weight: 50, pause: "10m" }, { weight: 100 }];
    const program = await built({ metrics: {}, routes, rollout: { canary: { steps } } });
    expect(canaryOf(program)["steps"]).to.deep.equal([
      { setWeight: 10 },
      { pause: {} },
      { setWeight: 50 },
      { pause: { duration: "10m" } },
      { setWeight: 100 },
    ]);
  });

  it("TB-95: judged by success rate, latency and errors of the new version's pods, and taken back by itself", async () => {
    const program = await built({
      metrics: {},
      slo: { latency: { p99: "200ms" } },
      routes,
      rollout: { canary: { analysis: { successRate: 99.5, errorIncrease: 0.5, everySeconds: 30, failures: 1 } } },
    });
    expect(canaryOf(program)["analysis"]).to.deep.equal({
      templates: [{ templateName: "api-rollout" }],
      args: [
        { name: "new", valueFrom: { podTemplateHashValue: "Latest" } },
        { name: "old", valueFrom: { podTemplateHashValue: "Stable" } },
      ],
      startingStep: 1,
    });
    const { metrics, args } = program.inputs(kind.analysis).spec;
    expect(args).to.deep.equal([{ name: "new" }, { name: "old" }]);
    const conditions = metrics.map((one: any) => [one.name, one.successCondition, one.failureCondition]);
    expect(conditions).to.deep.equal([
      ["success-rate", "len(result) > 0 && result[0] >= 0.995", "len(result) > 0 && result[0] < 0.995"],
      ["latency-p99", "len(result) > 0 && result[0] <= 0.2", "len(result) > 0 && result[0] > 0.2"],
      ["error-rate", "len(result) > 0 && result[0] <= 0.005", "len(result) > 0 && result[0] > 0.005"],
    ]);
    for (const { interval, failureLimit, inconclusiveLimit, provider, count } of metrics) {
      expect([interval, failureLimit, inconclusiveLimit, count]).to.deep.equal(["30s", 1, 3, undefined]);
      expect(provider.prometheus.address).to.equal("http://prometheus.monitoring.svc:9090");
      expect(provider.prometheus.query).to.contain('namespace="production",pod=~"api-{{args.new}}-.*"');
    }
    expect(metrics[1].provider.prometheus.query).to.equal(
      "histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket" +
        '{namespace="production",pod=~"api-{{args.new}}-.*"}[2m])))',
    );
    expect(program.inputs(kind.rollout).spec).to.deep.include({ progressDeadlineAbort: true });
  });

  it("without routes are split by the number of pods, with no Service of their own", async () => {
    const program = await built({ metrics: {}, rollout: { canary: { analysis: { none: { reason: "no traffic" } } } } });
    expect(canaryOf(program)).to.not.have.any.keys("trafficRouting", "canaryService", "analysis");
    expect(services(program)).to.deep.equal(["api"]);
    expect(program.ofType(kind.analysis)).to.deep.equal([]);
  });

  it("KP-N7: the HPA, KEDA, the VPA and the budget follow the Rollout", async () => {
    const target = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "api" };
    const rollout = { canary: {} };
    const hpa = await built({ metrics: {}, rollout, recommend: {} });
    expect(hpa.inputs(kind.autoscaler).spec.scaleTargetRef).to.deep.equal(target);
    expect(hpa.inputs(kind.recommendation).spec.targetRef).to.deep.equal(target);
    expect(hpa.inputs(kind.rollout).spec).not.to.have.property("replicas");
    const keda = await built({ metrics: {}, rollout, scaling: { queues: [{ queue: "jobs" }] } });
    expect(keda.inputs(kind.scaledObject).spec.scaleTargetRef).to.deep.equal(target);
    const { template, selector } = hpa.inputs(kind.rollout).spec;
    expect(hpa.inputs(kind.budget).spec.selector).to.deep.equal(selector);
    expect(template.metadata.labels).to.include(selector.matchLabels);
  });

  it("KP-56: a fixed number of pods is the Rollout's", async () => {
    const program = await built({ metrics: {}, scaling: { min: 10, max: 10 }, rollout: { canary: {} } });
    expect(program.inputs(kind.rollout).spec.replicas).to.equal(10);
  });

  it("spread by the label that a Rollout's pods have", async () => {
    const { template } = (await built({ metrics: {}, rollout: { canary: {} } })).inputs(kind.rollout).spec;
    const [zones] = template.spec.topologySpreadConstraints;
    expect(zones.matchLabelKeys).to.deep.equal(["rollouts-pod-template-hash"]);
  });

  it("VC-83: go back at once to a version that has passed", async () => {
    const { spec } = (await built({ metrics: {}, rollout: { canary: {} } })).inputs(kind.rollout);
    expect(spec.rollbackWindow).to.deep.equal({ revisions: 5 });
  });

  it("count both versions into the quota while the old one is kept", () => {
    const inMesh = surgeOf(settingsOf({ metrics: {}, rollout: { canary: {} } }), 10, "istio");
    expect(inMesh).to.equal(10);
    const surge = (rollout: object, more = {}) => surgeOf(settingsOf({ metrics: {}, rollout, ...more }), 10, "none");
    expect(surge({ canary: {} }, { routes })).to.equal(10);
    expect(surge({ canary: { keepStable: false } }, { routes })).to.equal(1);
    expect(surge({ canary: {} })).to.equal(3);
    expect(surge({ blueGreen: {} })).to.equal(10);
    expect(surge({})).to.equal(3);
  });
});

describe("blue-green rollouts", () => {
  it("VC-80, TB-93, KP-52, KP-53, KP-54: start beside the old version, wait for a person, keep the old for an hour", async () => {
    const program = await built({ metrics: {}, routes, rollout: { blueGreen: {} } });
    expect(program.inputs(kind.rollout).spec.strategy.blueGreen).to.deep.include({
      activeService: "api",
      previewService: "api-preview",
      autoPromotionEnabled: false,
      scaleDownDelaySeconds: 3600,
    });
    expect(services(program)).to.have.members(["api", "api-preview"]);
    expect(program.inputs(kind.route).spec.rules[0].backendRefs).to.have.length(1);
  });

  it("TB-95: are judged after the switch, by ten looks", async () => {
    const program = await built({ metrics: {}, rollout: { blueGreen: { promote: "automatic" } } });
    const { blueGreen } = program.inputs(kind.rollout).spec.strategy;
    expect(blueGreen).to.deep.include({ autoPromotionEnabled: true });
    expect(blueGreen.postPromotionAnalysis.templates).to.deep.equal([{ templateName: "api-rollout" }]);
    expect(program.inputs(kind.analysis).spec.metrics.map(({ count }: any) => count)).to.deep.equal([10, 10, 10]);
  });
});
