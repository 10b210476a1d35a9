import { expect } from "chai";
import { platformNamespaces } from "../../../components/platform-addons/namespaces";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { addonFacts, addonsOf, selection, surroundings } from "./builders";

const beside = { "gateway-api-crds": {}, "istio-base": {}, "istio-cni": {} };

function resolved(name: string, settings: Record<string, unknown> = {}, more = {}, facts = addonFacts()) {
  const all = { ...beside, istiod: {}, ...more, [name]: settings };
  const found = resolveAddons(selection(all), { ...surroundings(), facts }).find(({ addon }) => addon.name === name);
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

const istiod = (settings = {}, more = {}, facts = addonFacts()) => resolved("istiod", settings, more, facts);
const objectsOf = (kind: string, found = istiod()) => found.objects.filter((object) => object.kind === kind);

describe("istiod", () => {
  it("MP-37: two replicas on the system pool, spread, of which one may be disrupted", () => {
    const { values } = istiod();
    expect(values).to.deep.include({
      autoscaleEnabled: false,
      replicaCount: 2,
      pdb: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    });
    expect(values.global.defaultPodDisruptionBudget).to.deep.equal({ enabled: true });
    expect(values.topologySpreadConstraints).to.have.length(2);
    expect(values.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(istiod({ replicas: 1 }).values.global.defaultPodDisruptionBudget).to.deep.equal({ enabled: false });
  });

  it("KP-32: the mesh mesh1 on network1, its cluster called production, 200m and 256Mi for each istiod", () => {
    const asked = { meshId: "mesh1", network: "network1", clusterName: "production", requests: { memory: "256Mi" } };
    const { global, resources } = istiod(asked).values;
    expect(global).to.deep.include({
      meshID: "mesh1",
      network: "network1",
      multiCluster: { clusterName: "production" },
    });
    expect(resources.requests).to.deep.equal({ cpu: "200m", memory: "256Mi" });
  });

  it("names mesh, network and cluster after the EKS cluster unless told otherwise", () => {
    const { meshID, network, multiCluster } = istiod().values.global;
    expect([meshID, network, multiCluster.clusterName]).to.deep.equal(["acme", "acme", "acme"]);
  });

  it("MP-38, KP-35, SS-47: mutual TLS only, in the whole mesh and in each of its namespaces", () => {
    const found = objectsOf("PeerAuthentication", istiod({}, {}, addonFacts({ meshNamespaces: ["production"] })));
    expect(found.map(({ metadata, body }) => [metadata.namespace, metadata.name, body.spec])).to.deep.equal([
      ["istio-system", "default", { mtls: { mode: "STRICT" } }],
      ["production", "default", { mtls: { mode: "STRICT" } }],
    ]);
  });

  it("MP-46, MP-49: nothing may call a pod of a namespace of the mesh that no policy admits", () => {
    const found = objectsOf("AuthorizationPolicy", istiod({}, {}, addonFacts({ meshNamespaces: ["production"] })));
    expect(found.map(({ metadata, body }) => [metadata.namespace, body.spec])).to.deep.equal([["production", {}]]);
    expect(objectsOf("AuthorizationPolicy")).to.deep.equal([]);
  });

  it("MP-45, TB-41: metrics of every proxy, and spans where there is a collector", () => {
    const tracing = { endpoint: "traces.monitoring.svc.cluster.local:4317", samplingPercent: 5 };
    const traced = istiod({ tracing });
    expect(traced.values.meshConfig.extensionProviders).to.deep.equal([
      { name: "otlp", opentelemetry: { service: "traces.monitoring.svc.cluster.local", port: 4317 } },
    ]);
    const [telemetry] = objectsOf("Telemetry", traced).map(({ body }) => body.spec as Record<string, unknown>);
    expect(telemetry?.metrics).to.deep.equal([{ providers: [{ name: "prometheus" }] }]);
    expect(telemetry?.tracing).to.deep.equal([{ providers: [{ name: "otlp" }], randomSamplingPercentage: 5 }]);
    expect(istiod().values.meshConfig).not.to.have.property("extensionProviders");
    expect(() => addonsOf({ istiod: { tracing: { endpoint: "http://traces:4317" } } })).to.throw(
      "address of a Service",
    );
  });

  it("TB-N8: sidecars fit Pod Security restricted and the limit range of a namespace", () => {
    const { cni, global, env } = istiod().values;
    expect(cni).to.deep.equal({ enabled: true });
    expect(global.proxy).to.deep.equal({
      resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(env).to.deep.equal({ ENABLE_NATIVE_SIDECARS: "true" });
  });

  it("opens webhooks, configuration by TLS and metrics, and not the configuration without TLS", () => {
    const [policy] = objectsOf("NetworkPolicy").map(({ body }) => body.spec as Record<string, any>);
    expect(policy?.podSelector).to.deep.equal({ matchLabels: { app: "istiod", istio: "pilot" } });
    expect(policy?.ingress[0].ports.map(({ port }: any) => port)).to.deep.equal([15012, 15014, 15017]);
  });

  it("has monitors of itself and of all proxies where their kinds are installed", () => {
    const kinds = istiod({}, { "prometheus-operator-crds": {} }).objects.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.endsWith("Monitor"))).to.deep.equal(["ServiceMonitor", "PodMonitor"]);
    expect(istiod().objects.map(({ kind }) => kind)).not.to.include("PodMonitor");
  });

  it("can't be without its kinds and the node agent, and comes after both", () => {
    expect(addonProblems(selection({ istiod: {} })).map(({ set }) => set)).to.deep.equal([
      '"istio-base: {}" beside it',
      '"istio-cni: {}" beside it',
      '"gateway-api-crds: {}" beside it',
    ]);
    expect(istiod().after).to.include.members(["istio-base", "istio-cni", "gateway-api-crds"]);
  });
});

describe("istio-base and istio-cni", () => {
  it("keep istiod's webhooks as they are once it runs, so that no apply changes them back", () => {
    expect(resolved("istio-base").values.base.validationFailurePolicy).to.equal("Fail");
    expect(istiod().values.base).to.deep.equal({ validationFailurePolicy: "Fail" });
  });

  it("leave the fifteen definitions to their layer, and the account that reads every Secret away", () => {
    const { base, global } = resolved("istio-base").values;
    expect(new Set(base.excludedCRDs).size).to.equal(15);
    expect(global).to.deep.equal({ istioNamespace: "istio-system", enableReaderRBAC: false });
  });

  it("VC-24: follow istiod to another namespace", () => {
    const moved = resolved("istio-base", {}, { istiod: { namespace: "mesh" } });
    expect(moved.values.global.istioNamespace).to.equal("mesh");
  });

  it("TB-N8: only the node agent is privileged, in a namespace of its own, with a reason", () => {
    const levels = platformNamespaces(selection({ ...beside, istiod: {} })).map(({ name, podSecurity, reason }) => [
      name,
      podSecurity,
      reason !== undefined,
    ]);
    expect(levels).to.deep.equal([
      ["istio-cni", "privileged", true],
      ["istio-system", "restricted", false],
    ]);
  });

  it("the node agent leaves the cluster's own pods and itself alone", () => {
    expect(resolved("istio-cni").values.excludeNamespaces).to.deep.equal(["kube-system", "istio-cni"]);
  });

  it("are charts of the program: they render the same twice, without hooks", () => {
    for (const name of ["istio-base", "istio-cni", "istiod"]) expect(resolved(name).delivery.kind).to.equal("chart");
  });
});
