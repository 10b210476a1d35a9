import { chartPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { Observability } from "../../../components/observability/observability";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import type { ObservedStack } from "../../../components/observability/view";
import { aService, observabilityOf, resolvedStack } from "./builders";

const chartType = "kubernetes:helm.sh/v4:Chart";
const ruleType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const ruleName = (group: string) => `observability-rules-platform-${group}`;
const context = platformContext();
function build(
  raw: Record<string, unknown> = {},
  addons: Record<string, unknown> = {},
  stack: ObservedStack = { services: [] },
) {
  const resolved = resolvedStack(raw, addons);
  const settings = observabilityOf(raw);
  return recorded(() => {
    const platform = new PlatformAddons("addons", { namespaces: () => [], context, addons: resolved });
    new Observability(
      "observability",
      { namespaces: () => [], context, addons: resolved, settings, stack },
      { dependsOn: [platform] },
    );
  });
}

describe("Observability", () => {
  it("SS-16, VC-71, TB-15: the monitoring stack comes from its pinned chart, in the namespace monitoring", async () => {
    const { chart, version, namespace } = (await build()).inputs(chartType, "observability-kube-prometheus-stack");
    expect({ chart, version, namespace }).to.deep.equal({
      chart: "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
      version: chartPin("kube-prometheus-stack").version,
      namespace: "monitoring",
    });
  });

  it("SS-64: Grafana's password is made once, a secret in the state, and reaches the cluster as a Secret", async () => {
    const program = await build();
    expect(program.inputs("random:index/randomPassword:RandomPassword")).to.deep.equal({ length: 32, special: false });
    const secret = program.inputs("kubernetes:core/v1:Secret");
    expect(secret.metadata).to.include({ name: "grafana-admin", namespace: "monitoring" });
    // Not known before the deployment, and so not in the program or a preview.
    expect(secret.stringData).to.equal("[unknown]");
  });

  it("the Secret is there before Grafana, and the definitions before everything", async () => {
    const program = await build();
    const { dependencies } = program.one(chartType, "observability-kube-prometheus-stack");
    expect(dependencies).to.include(program.one("kubernetes:core/v1:Secret").urn);
    expect(dependencies).to.include(program.one(chartType, "addons-prometheus-operator-crds").urn);
  });

  it("KP-65: costs come after the Prometheus that they are read from", async () => {
    const program = await build({}, { opencost: {} });
    const prometheus = program.one(chartType, "observability-kube-prometheus-stack");
    expect(program.one(chartType, "observability-opencost").dependencies).to.include(prometheus.urn);
    expect(program.ofType("kubernetes:core/v1:Secret")).to.have.length(1);
  });

  it("definitions of the operator stay when monitoring goes", async () => {
    expect((await build()).one(chartType, "addons-prometheus-operator-crds").retainOnDelete).to.equal(true);
  });

  it("with monitoring on, other add-ons have their monitors", async () => {
    const program = await build({}, { "metrics-server": {} });
    expect(program.inputs(chartType, "addons-metrics-server").values.serviceMonitor.enabled).to.equal(true);
  });

  it("SS-62, SS-65: rules are objects of the program, one for each group, after the operator that judges them", async () => {
    const program = await build();
    const names = program.ofType(ruleType).map(({ name }) => name);
    expect(names).to.include.members(["nodes", "workloads", "capacity", "control-plane", "monitoring"].map(ruleName));
    const rule = program.one(ruleType, ruleName("nodes"));
    expect(rule.dependencies).to.include(program.one(chartType, "observability-kube-prometheus-stack").urn);
    expect(program.inputs(ruleType, ruleName("nodes")).metadata).to.include({
      name: "platform-nodes",
      namespace: "monitoring",
    });
  });

  it("VC-69, VC-101: a service with metrics has rules of its own, under the path of its declaration", async () => {
    const program = await build({}, {}, { services: [aService()] });
    const { metadata, spec } = program.inputs(ruleType, "observability-rules-service-production-api");
    expect(metadata.annotations).to.include({ "platform/config-path": "services.api" });
    expect(spec.groups.map(({ name }: { name: string }) => name)).to.deep.equal([
      "requests.production.api",
      "slo.production.api.availability",
      "slo.production.api.latency-p99",
    ]);
  });

  it("TB-4, TB-66, TB-70, TB-74: Grafana reads CloudWatch by a role of its own, and can write nothing", async () => {
    const program = await build();
    const association = program.inputs("aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(association).to.include({ namespace: "monitoring", serviceAccount: "grafana" });
    const { policy } = program.inputs("aws:iam/rolePolicy:RolePolicy");
    const actions: string[] = JSON.parse(policy).Statement.flatMap((one: { Action: string[] }) => one.Action);
    expect(actions.filter((action) => !/:(List|Get|Describe)/.test(action))).to.deep.equal(["logs:StartQuery"]);
    expect((await build({ grafana: { cloudWatch: false } })).ofType("aws:iam/role:Role")).to.deep.equal([]);
  });

  it("SS-64: a stack may bring the Secret of the administrator; then the program makes none", async () => {
    const program = await build({ grafana: { adminSecret: { name: "my-admin" } } });
    expect(program.ofType("random:index/randomPassword:RandomPassword")).to.deep.equal([]);
    expect(program.ofType("kubernetes:core/v1:Secret")).to.deep.equal([]);
    const { values } = program.inputs(chartType, "observability-kube-prometheus-stack");
    expect(values.grafana.admin).to.include({ existingSecret: "my-admin", userKey: "admin-user" });
  });

  it("SS-64: dashboards are ConfigMaps with the label that Grafana's sidecar looks for, each in its folder", async () => {
    const program = await build({}, {}, { services: [aService()] });
    const all = program.ofType("kubernetes:core/v1:ConfigMap");
    expect(all.map(({ name }) => name).sort()).to.deep.equal([
      "observability-dashboard-application-performance",
      "observability-dashboard-cost-optimization",
      "observability-dashboard-eks-cluster-overview",
      "observability-dashboard-security-monitoring",
      "observability-dashboard-service-production-api",
    ]);
    const { metadata, data } = program.inputs(
      "kubernetes:core/v1:ConfigMap",
      "observability-dashboard-service-production-api",
    );
    expect(metadata.namespace).to.equal("monitoring");
    expect(metadata.labels).to.include({ grafana_dashboard: "1" });
    expect(metadata.annotations).to.include({ grafana_folder: "Services" });
    expect(Object.keys(data)).to.deep.equal(["service-production-api.json"]);
  });
});
