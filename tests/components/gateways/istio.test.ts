import { expect } from "chai";
import { Gateways, type GatewaysArgs } from "../../../components/gateways/gateways";
import { gatewayNamespaces } from "../../../components/gateways/namespaces";
import type { GatewayRef } from "../../../components/shared/refs";
import { recorded } from "../../support/record";
import { gatewaysArgs, gatewaysOf } from "./builders";

const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const filterType = "kubernetes:networking.istio.io/v1alpha3:EnvoyFilter";
const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

const mesh: NonNullable<GatewaysArgs["mesh"]> = {
  namespace: "istio-system",
  nodeSelector: { "platform/pool": "system" },
  tolerations: [],
};

const argsOf = (raw = {}) =>
  gatewaysArgs({ settings: gatewaysOf({ api: { type: "istio", ...raw } }), mesh, monitoringNamespace: "monitoring" });
const build = (raw = {}) => recorded(() => new Gateways("gateways", argsOf(raw)));

async function patches(raw = {}) {
  const { data } = (await build(raw)).inputs("kubernetes:core/v1:ConfigMap");
  return Object.fromEntries(
    Object.entries<string>(data).map(([key, text]) => [key, JSON.parse(text) as Record<string, any>]),
  );
}

describe("a gateway of type istio", () => {
  it("MP-14, MP-15: a Gateway of Istio, its proxies behind a Network Load Balancer, for every name of the domain", async () => {
    const program = await build();
    const { spec } = program.inputs(gatewayType);
    expect(spec.gatewayClassName).to.equal("istio");
    expect(spec.infrastructure.parametersRef).to.deep.equal({ group: "", kind: "ConfigMap", name: "api-proxies" });
    expect(program.inputs("kubernetes:core/v1:ConfigMap").metadata.name).to.equal("api-proxies");
    const { service } = await patches();
    expect(service?.spec).to.include({ type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" });
    expect(service?.metadata.annotations).to.include({
      [`${prefix}name`]: "acme-api",
      [`${prefix}nlb-target-type`]: "ip",
      [`${prefix}healthcheck-port`]: "15021",
      [`${prefix}healthcheck-path`]: "/healthz/ready",
    });
    expect(program.ofType("kubernetes:gateway.networking.k8s.io/v1:GatewayClass")).to.deep.equal([]);
  });

  it("opens 80 and 443 to the ranges of allowFrom, and not the port of health", async () => {
    const { service } = await patches({ allowFrom: ["203.0.113.0/24"] });
    expect(service?.spec.ports).to.deep.equal([{ $patch: "delete", port: 15021 }]);
    expect(service?.spec.loadBalancerSourceRanges).to.deep.equal(["203.0.113.0/24"]);
  });

  it("MP-16: ends TLS with a certificate of cert-manager, and redirects HTTP for good", async () => {
    const program = await build();
    const { spec } = program.inputs("kubernetes:cert-manager.io/v1:Certificate");
    expect(spec).to.deep.include({ secretName: "api-tls", dnsNames: ["example.com", "*.example.com"] });
    const [http, https] = program.inputs(gatewayType).spec.listeners;
    expect(https.tls).to.deep.equal({
      mode: "Terminate",
      certificateRefs: [{ group: "", kind: "Secret", name: "api-tls" }],
    });
    expect(http.allowedRoutes).to.deep.equal({ namespaces: { from: "Same" } });
    const [rule] = program.inputs(routeType).spec.rules;
    expect(rule.filters[0].requestRedirect).to.deep.equal({ scheme: "https", port: 443, statusCode: 301 });
  });

  it("MP-17: compresses with Brotli and gzip at its proxies only, unless told not to", async () => {
    const { spec } = (await build()).inputs(filterType);
    expect(spec.workloadSelector.labels).to.deep.equal({ "gateway.networking.k8s.io/gateway-name": "api" });
    expect(spec.configPatches.map(({ patch }: any) => patch.value.typed_config.compressor_library.name)).to.deep.equal([
      "gzip",
      "brotli",
    ]);
    expect((await build({ compression: false })).ofType(filterType)).to.deep.equal([]);
  });

  it("runs two to four proxies on the system pool, of which one may be disrupted", async () => {
    const { deployment, horizontalPodAutoscaler, podDisruptionBudget } = await patches();
    expect(horizontalPodAutoscaler?.spec).to.include({ minReplicas: 2, maxReplicas: 4 });
    expect(podDisruptionBudget?.spec).to.deep.equal({ maxUnavailable: 1 });
    const { spec } = deployment?.spec.template as Record<string, any>;
    expect(spec.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(spec.containers[0].resources.requests).to.deep.equal({ cpu: "250m", memory: "256Mi" });
    expect(await patches({ replicas: { min: 1 } })).not.to.have.property("podDisruptionBudget");
  });

  it("MP-47: lets proxies reach istiod and the pods of routes, and nothing else", async () => {
    const { spec } = (await build()).inputs("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    expect(spec.policyTypes).to.deep.equal(["Ingress", "Egress"]);
    expect(spec.egress.map(({ to }: any) => to[0].namespaceSelector.matchExpressions[0].values)).to.deep.equal([
      ["istio-system"],
      ["production"],
    ]);
    expect(spec.ingress[0].ports.map(({ port }: any) => port)).to.deep.equal([80, 443, 15021]);
  });

  it("MP-47: services know its proxies by their identity in the mesh", async () => {
    let ref: GatewayRef | undefined;
    await recorded(() => {
      ref = new Gateways("gateways", argsOf()).refs.api;
    });
    expect(ref?.principal).to.deep.equal({ namespace: "gateways", serviceAccount: "api-istio" });
    expect(ref?.sources).to.deep.equal([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateways" } },
        podSelector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "api" } },
      },
    ]);
  });

  it("SS-42: has room in the namespace of the gateways for its proxies at their most, and for one load balancer", () => {
    const [namespace] = gatewayNamespaces(gatewaysOf({ api: { type: "istio" }, public: { type: "alb" } }));
    expect(namespace?.quota).to.include({ pods: "5", "services.loadbalancers": "1" });
  });

  it("knows no limit per client, which it could not keep", () => {
    expect(() => gatewaysOf({ api: { type: "istio", rateLimit: { requestsPerSecond: 1 } } })).to.throw("rateLimit");
  });
});
