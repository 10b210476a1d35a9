import { expect } from "chai";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { problemsOf } from "../../../stacks/problems";
import { selection, surroundings } from "./builders";

function resolved(name: string, settings: object, beside: object) {
  const found = resolveAddons(selection({ [name]: settings, ...beside }), surroundings()).find(
    ({ addon }) => addon.name === name,
  );
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

const keda = (settings = {}, beside = {}) => resolved("keda", settings, beside);
const vpa = (settings = {}, beside = {}) => resolved("vertical-pod-autoscaler", settings, beside);

function problems(raw: Record<string, unknown>) {
  const schema = addonsSettings({ replicas: 2 });
  const parsed = schema.safeParse(raw);
  return parsed.success ? [] : problemsOf(parsed.error, raw, schema).map(({ path }) => path);
}

describe("keda", () => {
  it("TB-18, TB-39: operator, metrics server and webhooks run twice, on two nodes, in a restricted namespace", () => {
    const { namespace, values, addon } = keda();
    expect(namespace).to.equal("keda");
    for (const part of ["operator", "metricsServer", "webhooks"]) expect(values[part].replicaCount).to.equal(2);
    expect(values.podDisruptionBudget).to.deep.equal({
      operator: { maxUnavailable: 1 },
      metricServer: { maxUnavailable: 1 },
      webhooks: { maxUnavailable: 1 },
    });
    const spreads = Object.values<any>(values.topologySpreadConstraints).map(([one]) => one.labelSelector.matchLabels);
    expect(spreads).to.deep.equal([
      { app: "keda-operator" },
      { app: "keda-operator-metrics-apiserver" },
      { app: "keda-admission-webhooks" },
    ]);
    expect(values.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    const [own] = addon.namespaces?.({ namespace, replicas: 2, values: {} }) ?? [];
    expect(own?.podSecurity).to.equal("restricted");
  });

  it("TB-36, TB-37: its scalers for CPU and memory need metrics-server", () => {
    expect(addonProblems(selection({ keda: {} })).map(({ set }) => set)).to.deep.equal([
      '"metrics-server: {}" beside it',
    ]);
    expect(addonProblems(selection({ keda: {}, "metrics-server": {} }))).to.deep.equal([]);
  });

  it("TB-38: its operator reaches Prometheus, its metrics server the operator", () => {
    const calls = keda().objects.map(({ metadata, body }) => [
      metadata.name,
      (body.spec as Record<string, any>).egress[0].ports.map(({ port }: any) => port),
    ]);
    expect(calls).to.deep.equal([
      ["keda-operator", [53, 53, 443, 9090]],
      ["keda-operator-metrics-apiserver", [53, 53, 443, 9666]],
      ["keda-admission-webhooks", [53, 53, 443]],
    ]);
  });

  it("has an AWS role only where the stack names a queue or CloudWatch, VC-50, MP-32", () => {
    expect(keda().identities).to.deep.equal([]);
    const arn = "arn:aws:sqs:us-east-1:123456789012:jobs";
    const [identity] = keda({ queueArns: [arn] }).identities;
    expect(identity?.serviceAccount).to.equal("keda-operator");
    expect(identity?.policy.Statement.map(({ Sid, Resource }) => [Sid, Resource])).to.deep.equal([
      ["QueueLength", [arn]],
    ]);
  });

  it("SS-53: reads Secrets of other namespaces only when it is told to", () => {
    const restricted = (settings = {}) => keda(settings).values.permissions.operator.restrict.secret;
    expect(restricted()).to.equal(true);
    expect(restricted({ readSecrets: true })).to.equal(false);
  });

  it("its definitions are a layer of their own", () => {
    expect(keda().values.crds).to.deep.equal({ install: false });
  });

  it("all three are scraped where the kind of monitors is installed", () => {
    const on = { enabled: true, serviceMonitor: { enabled: true } };
    expect(keda({}, { "prometheus-operator-crds": {} }).values.prometheus).to.deep.equal({
      operator: on,
      metricServer: on,
      webhooks: on,
    });
    expect(keda().values.prometheus.operator.enabled).to.equal(false);
  });

  it("a queue that is no ARN, or all queues, are refused", () => {
    expect(problems({ keda: { queueArns: ["jobs"] } })).to.deep.equal(["keda.queueArns[0]"]);
    expect(problems({ keda: { queueArns: ["arn:aws:sqs:us-east-1:123456789012:*"] } })).to.deep.equal([
      "keda.queueArns[0]",
    ]);
  });
});

describe("vertical-pod-autoscaler", () => {
  it("MP-36, KP-30: recommends, and has nothing that would change a pod", () => {
    const { admissionController, updater, recommender } = vpa().values;
    expect(admissionController.enabled).to.equal(false);
    expect(updater.enabled).to.equal(false);
    expect(recommender.replicas).to.equal(2);
  });

  it("KP-30, KP-62, SS-46: a target has its bounds, and mode Off beside whatever autoscaler", () => {
    const { objects } = vpa({
      targets: {
        "api-gateway-vpa": {
          namespace: "production",
          name: "api-gateway",
          container: "api-gateway",
          minAllowed: { cpu: "100m", memory: "128Mi" },
          maxAllowed: { cpu: "1", memory: "1Gi" },
        },
      },
    });
    const found = objects.find(({ kind }) => kind === "VerticalPodAutoscaler");
    expect(found?.apiVersion).to.equal("autoscaling.k8s.io/v1");
    expect(found?.metadata).to.deep.equal({ name: "api-gateway-vpa", namespace: "production" });
    expect(found?.body.spec).to.deep.equal({
      targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api-gateway" },
      updatePolicy: { updateMode: "Off" },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: "api-gateway",
            minAllowed: { cpu: "100m", memory: "128Mi" },
            maxAllowed: { cpu: "1", memory: "1Gi" },
          },
        ],
      },
    });
  });

  it("is restricted, on the system pool, two copies never on one node", () => {
    const { recommender, podSecurityContext, containerSecurityContext } = vpa().values;
    expect(podSecurityContext).to.include({ runAsNonRoot: true });
    expect(containerSecurityContext.capabilities).to.deep.equal({ drop: ["ALL"] });
    expect(recommender.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    const [rule] = recommender.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(rule.topologyKey).to.equal("kubernetes.io/hostname");
    expect(recommender.podDisruptionBudget).to.deep.equal({ enabled: true });
    expect(vpa({ replicas: 1 }).values.recommender.podDisruptionBudget).to.deep.equal({ enabled: false });
  });

  it("needs metrics-server", () => {
    expect(addonProblems(selection({ "vertical-pod-autoscaler": {} }))).to.have.length(1);
  });
});
