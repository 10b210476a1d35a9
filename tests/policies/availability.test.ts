import { expect } from "chai";
import { deployment, kube, labels, says, type Json } from "./support/stack";
import { unknown } from "./support/workloads";

const hpa = (spec: Json = {}) =>
  kube("HorizontalPodAutoscaler", "api", {
    minReplicas: 2,
    maxReplicas: 4,
    scaleTargetRef: { kind: "Deployment", name: "api" },
    ...spec,
  });
const budget = (spec: Json = { maxUnavailable: 1 }, name = "api") =>
  kube("PodDisruptionBudget", name, {
    selector: { matchLabels: labels },
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    ...spec,
  });

describe("a budget for disruptions", () => {
  const of = (...budgets: ReturnType<typeof budget>[]) => says("disruption-budget", [deployment(2), ...budgets]);

  it("takes the pods of every workload with several", async () => {
    expect(await of(budget())).to.deep.equal([]);
    expect(await of()).to.deep.equal(["violation Deployment api"]);
    expect(await of(budget({ selector: { matchLabels: { app: "web" } } }))).to.deep.equal(["violation Deployment api"]);
    expect(await of(budget({ selector: undefined }))).to.deep.equal(["violation Deployment api"]);
    expect(await of(budget({ selector: {} }))).to.deep.equal([]);
    expect(await of(kube("PodDisruptionBudget", "api", { selector: {} }, { namespace: "else" }))).to.deep.equal([
      "violation Deployment api",
    ]);
    expect(await says("disruption-budget", [deployment(1)])).to.deep.equal([]);
  });

  it("reads expressions as Kubernetes does", async () => {
    const by = (operator: string, values?: string[], key = "app") =>
      of(budget({ selector: { matchExpressions: [{ key, operator, values }] } }));
    for (const taken of [
      by("In", ["api", "web"]),
      by("NotIn", ["web"]),
      by("NotIn", ["web"], "x"),
      by("Exists"),
      by("DoesNotExist", undefined, "x"),
    ]) {
      expect(await taken).to.deep.equal([]);
    }
    for (const missed of [
      by("In", ["web"]),
      by("NotIn", ["api"]),
      by("Exists", undefined, "x"),
      by("DoesNotExist"),
      by("Like", ["api"]),
    ]) {
      expect(await missed).to.have.length(1);
    }
  });

  it("is one, not two: Kubernetes evicts nothing that two budgets take", async () => {
    expect(await of(budget(), budget({}, "other"))).to.deep.equal(["violation Deployment api"]);
  });

  it("is unknown while its selector is, unless another one takes the pods", async () => {
    expect(await of(budget({ selector: { matchLabels: { app: unknown } } }))).to.deep.equal(["unknown Deployment api"]);
    expect(await of(budget({ selector: unknown }))).to.deep.equal(["unknown Deployment api"]);
    expect(await of(budget({ selector: 3 }))).to.deep.equal(["violation Deployment api"]);
    expect(await says("disruption-budget", [deployment(unknown)])).to.deep.equal(["unknown Deployment api"]);
  });
});

describe("a drain of nodes", () => {
  const of = (spec: Json, replicas: unknown = 2, config: Json = {}) =>
    says("disruption-budget-drains", [deployment(replicas), budget(spec)], config);
  const blocked = ["violation PodDisruptionBudget api"];

  it("may take a pod, when there are as few as there may be", async () => {
    for (const spec of [
      { maxUnavailable: 1 },
      { maxUnavailable: "25%" },
      { maxUnavailable: "1%" },
      { minAvailable: 1 },
      { minAvailable: "50%" },
    ]) {
      expect(await of(spec), JSON.stringify(spec)).to.deep.equal([]);
    }
    for (const spec of [
      { maxUnavailable: 0 },
      { maxUnavailable: "0%" },
      { minAvailable: 2 },
      { minAvailable: "100%" },
      { minAvailable: "51%" },
      {},
    ]) {
      expect(await of(spec), JSON.stringify(spec)).to.deep.equal(blocked);
    }
    expect(
      await says("disruption-budget-drains", [
        deployment(undefined),
        hpa({ minReplicas: 2 }),
        budget({ minAvailable: 2 }),
      ]),
    ).to.deep.equal(blocked);
    expect(
      await says("disruption-budget-drains", [
        deployment(undefined),
        hpa({ minReplicas: 3 }),
        budget({ minAvailable: 2 }),
      ]),
    ).to.deep.equal([]);
  });

  it("is judged without a workload in sight, as far as that goes", async () => {
    const alone = (spec: Json) => says("disruption-budget-drains", [budget(spec)]);
    expect(await alone({ maxUnavailable: 0 })).to.deep.equal(blocked);
    expect(await alone({ minAvailable: "100%" })).to.deep.equal(blocked);
    expect(await alone({ minAvailable: 2 })).to.deep.equal([]);
  });

  it("isn't held up by pods that are never ready", async () => {
    expect(await of({ maxUnavailable: 1, unhealthyPodEvictionPolicy: undefined })).to.deep.equal(blocked);
    expect(
      await of({ maxUnavailable: 1, unhealthyPodEvictionPolicy: undefined }, 2, { unhealthy: "any" }),
    ).to.deep.equal([]);
  });

  it("is never right with garbage, and unknown with what is", async () => {
    for (const value of ["some", -1, {}, [], true]) {
      expect(await of({ maxUnavailable: value }), JSON.stringify(value)).to.deep.equal(blocked);
    }
    expect(await of({ maxUnavailable: unknown })).to.deep.equal(["unknown PodDisruptionBudget api"]);
    expect(await of({ minAvailable: 1 }, unknown)).to.deep.equal(["unknown PodDisruptionBudget api"]);
  });
});

describe("pods of a workload", () => {
  const at = "spec.template.spec";
  const constraint = (more: Json = {}) => ({
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: { matchLabels: labels },
    ...more,
  });
  const of = (value: unknown, path = "topologySpreadConstraints", replicas = 2) =>
    says("spread", [deployment(replicas, { [`${at}.${path}`]: value })]);

  it("are kept apart, by constraints or by affinity that takes them", async () => {
    expect(await of([constraint()])).to.deep.equal([]);
    expect(await of([])).to.deep.equal(["violation Deployment api"]);
    expect(await of([], "topologySpreadConstraints", 1)).to.deep.equal([]);
    expect(await of([constraint({ labelSelector: { matchLabels: { app: "web" } } })])).to.deep.equal([
      "violation Deployment api",
    ]);
    expect(await of([constraint({ labelSelector: undefined })])).to.deep.equal(["violation Deployment api"]);
    const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: labels } };
    expect(await of([term], "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution")).to.deep.equal(
      [],
    );
    expect(
      await of(
        [{ weight: 1, podAffinityTerm: term }],
        "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution",
      ),
    ).to.deep.equal([]);
  });

  it("are not kept apart by affinity against other pods alone", async () => {
    const other = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "web" } } };
    const found = await of([other], "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    expect(found).to.deep.equal(["violation Deployment api"]);
  });

  it("are never kept apart by garbage", async () => {
    for (const value of ["x", 3, {}, [null], [3]]) {
      expect(await of(value), JSON.stringify(value)).to.have.length.above(0);
    }
    expect(await of([constraint({ labelSelector: unknown })])).to.deep.equal(["unknown Deployment api"]);
    expect(await of(unknown)).to.deep.equal(["unknown Deployment api"]);
  });
});

describe("an autoscaler", () => {
  const of = (spec: Json = {}, replicas?: unknown) => says("autoscaler-target", [deployment(replicas), hpa(spec)]);

  it("has a workload, which leaves the number of pods to it", async () => {
    expect(await of()).to.deep.equal([]);
    expect(await of({}, 2)).to.deep.equal(["violation Deployment api"]);
    expect(await of({ scaleTargetRef: { kind: "Deployment", name: "web" } })).to.deep.equal([
      "violation HorizontalPodAutoscaler api",
    ]);
    expect(await of({ scaleTargetRef: { kind: "StatefulSet", name: "api" } })).to.deep.equal([
      "violation HorizontalPodAutoscaler api",
    ]);
    expect(await of({ minReplicas: 3, maxReplicas: 3 })).to.deep.equal([]);
    expect(await of({ maxReplicas: 1 })).to.deep.equal(["violation HorizontalPodAutoscaler api"]);
  });

  it("is alone", async () => {
    const keda = kube("ScaledObject", "api", { scaleTargetRef: { name: "api" } });
    expect(await says("autoscaler-target", [deployment(undefined), hpa(), keda])).to.deep.equal([
      "violation ScaledObject api",
    ]);
  });

  it("is never right with garbage, and unknown with what is", async () => {
    expect(await of({ scaleTargetRef: 3 })).to.deep.equal(["violation HorizontalPodAutoscaler api"]);
    expect(await of({ maxReplicas: "x" })).to.deep.equal(["violation HorizontalPodAutoscaler api"]);
    expect(await of({ scaleTargetRef: { kind: "Deployment", name: unknown } })).to.deep.equal([
      "unknown HorizontalPodAutoscaler api",
    ]);
    expect(await of({}, unknown)).to.deep.equal(["unknown Deployment api"]);
  });
});
