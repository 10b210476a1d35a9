import { definitionsPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { addonProblems, namespacesOf, resolveAddons } from "../../../components/platform-addons/resolve";
import { observabilityAddon } from "../../../components/observability/stack-addon";
import { observabilitySettings } from "../../../components/observability/settings";
import { tiers } from "../../../stacks/tiers";
import { selection, surroundings } from "./builders";

const monitoring = () => observabilityAddon(observabilitySettings(tiers.production.observability).parse({}));

/** What the program decided about one add-on of a set. */
function resolved(name: string, raw: Record<string, unknown>, beside = [] as ReturnType<typeof selection>) {
  const found = resolveAddons([...selection(raw), ...beside], surroundings()).find(({ addon }) => addon.name === name);
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

const objectOf = ({ objects }: ReturnType<typeof resolved>, kind: string): any =>
  objects.find((object) => object.kind === kind)?.body.spec;

describe("argo-rollouts", () => {
  const rollouts = (settings = {}, beside = {}) => resolved("argo-rollouts", { "argo-rollouts": settings, ...beside });

  it("KP-56: two copies on two nodes, of which one may be disrupted", () => {
    const { controller } = rollouts().values;
    expect(controller.replicas).to.equal(2);
    expect(controller.pdb).to.deep.equal({ enabled: true, maxUnavailable: 1 });
    expect(controller.topologySpreadConstraints[0]).to.deep.include({
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "DoNotSchedule",
    });
    expect(rollouts({ replicas: 1 }).values.controller.pdb).to.deep.equal({ enabled: false });
  });

  it("KP-56: may change Istio's routes, and objects of no other router that the platform lacks", () => {
    const { providers } = rollouts().values.providerRBAC;
    expect(Object.keys(providers).filter((router) => providers[router])).to.deep.equal(["istio"]);
  });

  it("KP-57: splits traffic by Gateway API routes where their kinds are, with the plugin from an image", () => {
    const { controller, providerRBAC } = rollouts({}, { "gateway-api-crds": {} }).values;
    expect(providerRBAC.providers.gatewayAPI).to.equal(true);
    expect(controller.trafficRouterPlugins).to.deep.equal([
      {
        name: "argoproj-labs/gatewayAPI",
        location: "file:///plugins/rollouts-plugin-trafficrouter-gatewayapi",
        args: ["-logformat=json"],
      },
    ]);
    const [init] = controller.initContainers;
    expect(init.image).to.match(/:v\d+\.\d+\.\d+$/);
    expect(init.volumeMounts).to.deep.equal(controller.volumeMounts);
    expect(controller.volumes).to.deep.equal([{ name: init.volumeMounts[0].name, emptyDir: {} }]);
    expect(rollouts().values.controller).not.to.have.property("trafficRouterPlugins");
  });

  it("leaves its definitions to their own layer, of the version of the controller", () => {
    expect(rollouts().values.installCRDs).to.equal(false);
    expect(definitionsPin("argo-rollouts").version).to.equal("v1.9.0");
    expect(definitionsPin("argo-rollouts").manifests).to.have.length(5);
  });

  it("asks Prometheus for analyses only where there is one", () => {
    const ports = (found: ReturnType<typeof resolved>) =>
      objectOf(found, "NetworkPolicy").egress[0].ports.map(({ port }: any) => port);
    expect(ports(rollouts())).not.to.include(9090);
    expect(ports(resolved("argo-rollouts", { "argo-rollouts": {} }, [monitoring()]))).to.include(9090);
  });

  it("has no dashboard, which would have no authentication", () => {
    expect(rollouts().values.dashboard.enabled).to.equal(false);
  });
});

describe("cloudnative-pg", () => {
  const operator = (settings = {}, beside = {}) =>
    resolved("cloudnative-pg", { "cloudnative-pg": settings, ...beside });

  it("two copies, a budget that the chart lacks, in a restricted namespace", () => {
    expect(operator().values.replicaCount).to.equal(2);
    expect(objectOf(operator(), "PodDisruptionBudget")).to.deep.include({ maxUnavailable: 1 });
    expect(objectOf(operator({ replicas: 1 }), "PodDisruptionBudget")).to.equal(undefined);
    expect(namespacesOf(selection({ "cloudnative-pg": {} }))).to.deep.equal([
      { addon: "cloudnative-pg", namespace: { name: "cnpg-system", podSecurity: "restricted" } },
    ]);
  });

  it("leaves its eleven definitions to their own layer, of the version of the operator", () => {
    expect(operator().values.crds).to.deep.equal({ create: false });
    expect(definitionsPin("cloudnative-pg").version).to.equal("v1.30.0");
    expect(definitionsPin("cloudnative-pg").manifests).to.have.length(11);
  });

  it("is called by the API server and asks instances for their status", () => {
    const { ingress, egress } = objectOf(operator(), "NetworkPolicy");
    expect(ingress).to.deep.equal([{ ports: [9443, 8080].map((port) => ({ port, protocol: "TCP" })) }]);
    expect(egress[0].ports.map(({ port }: any) => port)).to.include.members([8000, 5432]);
  });

  it("hands the owner's labels on to pods and volumes of a database", () => {
    expect(operator().values.config.data.INHERITED_LABELS).to.equal(
      "app.kubernetes.io/part-of,platform/team,platform/cost-center",
    );
  });

  it("is scraped where the kind of monitors is installed", () => {
    expect(operator().values.monitoring.podMonitorEnabled).to.equal(false);
    expect(operator({}, { "prometheus-operator-crds": {} }).values.monitoring.podMonitorEnabled).to.equal(true);
  });
});

describe("opencost", () => {
  const costs = () => resolved("opencost", { opencost: {}, "prometheus-operator-crds": {} }, [monitoring()]);

  it("KP-65: reads the Prometheus of the stack, wherever that is, and is scraped by it", () => {
    const { opencost, networkPolicies } = costs().values;
    expect(opencost.prometheus.internal).to.deep.equal({
      enabled: true,
      serviceName: "kube-prometheus-stack-prometheus",
      namespaceName: monitoring().settings.namespace,
      port: 9090,
    });
    expect(opencost.metrics.serviceMonitor.enabled).to.equal(true);
    expect(opencost.exporter.defaultClusterId).to.equal("acme");
    expect(networkPolicies.prometheus).to.deep.equal({ namespace: monitoring().settings.namespace, port: 9090 });
  });

  it("KP-65: is one copy after the monitoring stack, without AWS identity and without gateways of its own", () => {
    const { after, identities, values } = costs();
    expect(after).to.include("kube-prometheus-stack");
    expect(identities).to.deep.equal([]);
    expect(values.opencost.exporter.replicas).to.equal(1);
    expect([values.opencost.ui.enabled, values.opencost.mcp.enabled]).to.deep.equal([false, false]);
  });

  it("without monitoring it says what to set", () => {
    expect(addonProblems(selection({ opencost: {} }))).to.deep.equal([
      {
        addon: "opencost",
        why: "needs kube-prometheus-stack, because it reads all usage from Prometheus",
        set: "platform:observability: {}",
      },
    ]);
  });
});

describe("rollouts, databases and costs together", () => {
  it("SS-44: all of them run on the system pool, with requests and a bound for memory", () => {
    for (const name of ["argo-rollouts", "cloudnative-pg", "opencost"]) {
      const { values } = resolved(name, { [name]: {} });
      const place = name === "opencost" ? values.opencost : name === "argo-rollouts" ? values.controller : values;
      expect(place.nodeSelector, name).to.deep.equal({ "platform/pool": "system" });
      expect(place.tolerations, name).to.have.length(1);
      const { requests, limits } = (name === "opencost" ? place.exporter : place).resources;
      expect(Object.keys(requests), name).to.deep.equal(["cpu", "memory"]);
      expect(limits, name).to.deep.equal({ memory: requests.memory });
    }
  });
});
