import { expect } from "chai";
import { Observability } from "../../../components/observability/observability";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { charts, crdBundles } from "../../../stacks/versions";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { resolvedStack } from "./builders";

const chartType = "kubernetes:helm.sh/v4:Chart";
const context = platformContext();
const pins = { charts, crdBundles };

function build(raw: Record<string, unknown> = {}, addons: Record<string, unknown> = {}) {
  const resolved = resolvedStack(raw, addons);
  return recorded(() => {
    const platform = new PlatformAddons("addons", { context, addons: resolved, pins });
    new Observability("observability", { context, addons: resolved, pins }, { dependsOn: [platform] });
  });
}

describe("Observability", () => {
  it("SS-16, VC-71, TB-15: the monitoring stack comes from its pinned chart, in the namespace monitoring", async () => {
    const { chart, version, namespace } = (await build()).inputs(chartType, "observability-kube-prometheus-stack");
    expect({ chart, version, namespace }).to.deep.equal({
      chart: "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
      version: charts["kube-prometheus-stack"].version,
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
});
