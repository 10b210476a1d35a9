import { expect } from "chai";
import type { GatewayRef } from "../../../components/shared/refs";
import { Gateways, type GatewaysArgs } from "../../../components/gateways/gateways";
import { gatewayNamespaces } from "../../../components/gateways/namespaces";
import { recorded } from "../../support/record";
import { gatewaysArgs, gatewaysOf } from "./builders";

const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const proxyType = "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy";
const clientType = "kubernetes:gateway.envoyproxy.io/v1alpha1:ClientTrafficPolicy";
const backendType = "kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy";
const certificateType = "kubernetes:cert-manager.io/v1:Certificate";
const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

const proxies: NonNullable<GatewaysArgs["proxies"]> = {
  namespace: "envoy-gateway-system",
  nodeSelector: { "platform/pool": "system" },
  tolerations: [],
};

const argsOf = (raw: Record<string, unknown>) => gatewaysArgs({ settings: gatewaysOf({ public: raw }), proxies });
const build = (raw: Record<string, unknown>) => recorded(() => new Gateways("gateways", argsOf(raw)));
const nlb = (raw: Record<string, unknown> = {}) => build({ type: "nlb", ...raw });
const albGateway = (raw: Record<string, unknown> = {}) => build({ type: "alb-gateway", ...raw });

async function refOf(raw: Record<string, unknown>): Promise<GatewayRef | undefined> {
  let ref: GatewayRef | undefined;
  await recorded(() => {
    ref = new Gateways("gateways", argsOf(raw)).refs.public;
  });
  return ref;
}

describe("a gateway of type nlb", () => {
  it("VC-26: Envoy proxies behind a Network Load Balancer, in the place of the retired NGINX controller", async () => {
    const program = await nlb();
    expect(program.inputs("kubernetes:gateway.networking.k8s.io/v1:GatewayClass").spec).to.deep.equal({
      controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
    });
    expect(program.inputs(gatewayType).spec.infrastructure).to.deep.equal({
      parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: "public" },
    });
    const { envoyService } = program.inputs(proxyType).spec.provider.kubernetes;
    expect(envoyService).to.include({ type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" });
    expect(envoyService.annotations).to.include({
      [`${prefix}scheme`]: "internet-facing",
      [`${prefix}name`]: "acme-public",
      [`${prefix}attributes`]: "deletion_protection.enabled=true,load_balancing.cross_zone.enabled=true",
    });
    expect(program.ofType("kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration")).to.deep.equal([]);
  });

  it("VC-N12: targets are the proxies themselves, and the client's address is preserved and not asked of a header", async () => {
    const program = await nlb();
    const { annotations } = program.inputs(proxyType).spec.provider.kubernetes.envoyService;
    expect(annotations[`${prefix}nlb-target-type`]).to.equal("ip");
    expect(annotations[`${prefix}target-group-attributes`]).to.contain("preserve_client_ip.enabled=true");
    expect(program.inputs(clientType).spec).not.to.have.property("clientIPDetection");
  });

  it("VC-27: ends TLS with a certificate of cert-manager for the domain and every name below", async () => {
    const program = await nlb();
    expect(program.inputs(certificateType).spec).to.deep.equal({
      secretName: "public-tls",
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt-prod" },
      dnsNames: ["example.com", "*.example.com"],
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    });
    const [, https] = program.inputs(gatewayType).spec.listeners;
    expect(https.tls).to.deep.equal({
      mode: "Terminate",
      certificateRefs: [{ group: "", kind: "Secret", name: "public-tls" }],
    });
    expect(program.inputs(clientType).spec.tls).to.deep.equal({ minVersion: "1.2" });
    expect(program.ofType("aws:acm/certificate:Certificate")).to.deep.equal([]);
  });

  it("SS-27, TB-21: answers HTTP with a redirect to HTTPS and admits no other route there", async () => {
    const program = await nlb();
    expect(program.inputs(gatewayType).spec.listeners[0].allowedRoutes).to.deep.equal({ namespaces: { from: "Same" } });
    expect(program.inputs(routeType).spec.rules[0].filters[0].requestRedirect.statusCode).to.equal(301);
  });

  it("VC-28: counts 100 requests a second for each client address, over all proxies", async () => {
    const program = await nlb({ rateLimit: { requestsPerSecond: 100 } });
    expect(program.inputs(backendType).spec.rateLimit).to.deep.equal({
      type: "Global",
      global: {
        rules: [
          {
            clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
            limit: { requests: 100, unit: "Second" },
          },
        ],
      },
    });
    expect((await nlb()).inputs(backendType).spec).not.to.have.property("rateLimit");
  });

  it("VC-29: gives clients 60 seconds to send and services 60 seconds to answer", async () => {
    const program = await nlb();
    expect(program.inputs(clientType).spec.timeout).to.deep.equal({
      http: { requestReceivedTimeout: "60s", idleTimeout: "60s" },
    });
    expect(program.inputs(backendType).spec.timeout).to.deep.equal({ http: { requestTimeout: "60s" } });
  });

  it("MP-1: keeps connections, to clients and to services, alive before the load balancer forgets them", async () => {
    const program = await nlb();
    for (const type of [clientType, backendType]) {
      expect(program.inputs(type).spec.tcpKeepalive).to.deep.equal({ idleTime: "60s", interval: "30s", probes: 3 });
    }
  });

  it("TB-22: compresses answers, unless told otherwise", async () => {
    expect((await nlb()).inputs(backendType).spec.compressor).to.deep.equal([{ type: "Brotli" }, { type: "Gzip" }]);
    expect((await nlb({ compression: false })).inputs(backendType).spec).not.to.have.property("compressor");
  });

  it("SS-42, SS-43: two proxies at least, over zones, of which one may be disrupted; one alone has no budget", async () => {
    const { envoyHpa, envoyPDB, envoyDeployment } = (await nlb()).inputs(proxyType).spec.provider.kubernetes;
    expect(envoyHpa).to.include({ minReplicas: 2, maxReplicas: 4 });
    expect(envoyPDB).to.deep.equal({ maxUnavailable: 1 });
    expect(envoyDeployment.pod.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(envoyDeployment.pod.topologySpreadConstraints[0].labelSelector.matchLabels).to.deep.equal({
      "gateway.envoyproxy.io/owning-gateway-name": "public",
      "gateway.envoyproxy.io/owning-gateway-namespace": "gateways",
    });
    const one = (await nlb({ replicas: { min: 1 } })).inputs(proxyType).spec.provider.kubernetes;
    expect(one).not.to.have.property("envoyPDB");
  });

  it("tells services that requests come from its proxies, and that no load balancer asks their pods", async () => {
    const ref = await refOf({ type: "nlb" });
    expect(ref?.targetsPodIps).to.equal(false);
    expect(ref?.sources).to.deep.equal([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "envoy-gateway-system" } },
        podSelector: {
          matchLabels: {
            "gateway.envoyproxy.io/owning-gateway-name": "public",
            "gateway.envoyproxy.io/owning-gateway-namespace": "gateways",
          },
        },
      },
    ]);
  });

  it("an internal one lets in the VPC alone", async () => {
    const { envoyService } = (await nlb({ scheme: "internal" })).inputs(proxyType).spec.provider.kubernetes;
    expect(envoyService.loadBalancerSourceRanges).to.deep.equal(["10.0.0.0/16"]);
  });

  it("its Gateway comes after its configuration, and its policies after the Gateway", async () => {
    const program = await nlb();
    const { urn, dependencies } = program.one(gatewayType);
    expect(dependencies).to.include(program.one(proxyType).urn);
    for (const type of [clientType, backendType, routeType])
      expect(program.one(type).dependencies, type).to.include(urn);
  });
});

describe("a gateway of type alb-gateway", () => {
  it("TB-1, TB-19, TB-20: an ALB before the proxies in the cluster, which services attach to", async () => {
    const program = await albGateway();
    const classOf = (name: string) => program.inputs(gatewayType, name).spec.gatewayClassName as string;
    expect(classOf("gateways-public-edge-gateway")).to.equal("alb");
    expect(classOf("gateways-public-proxies-gateway")).to.equal("envoy");
    expect(program.inputs(proxyType).spec.provider.kubernetes.envoyService).to.deep.equal({
      name: "gateway-public",
      type: "ClusterIP",
    });
    expect((await refOf({ type: "alb-gateway" }))?.gatewayName).to.equal("public");
  });

  it("TB-1: the ALB passes everything to the proxies' Service, with the leave of their namespace", async () => {
    const program = await albGateway();
    const { metadata, spec } = program.inputs(routeType, "gateways-public-edge-route");
    expect(spec.parentRefs[0]).to.include({ name: "public-edge", sectionName: "https" });
    expect(spec.rules[0].backendRefs).to.deep.equal([
      { group: "", kind: "Service", name: "gateway-public", namespace: "envoy-gateway-system", port: 80, weight: 1 },
    ]);
    const grant = program.inputs("kubernetes:gateway.networking.k8s.io/v1beta1:ReferenceGrant");
    expect(grant.metadata.namespace).to.equal("envoy-gateway-system");
    expect(grant.spec.to).to.deep.equal([{ group: "", kind: "Service", name: "gateway-public" }]);
    expect(metadata.annotations["external-dns.alpha.kubernetes.io/hostname"]).to.equal("example.com,*.example.com");
  });

  it("no records lead to the Gateway behind", async () => {
    const program = await albGateway();
    expect(program.inputs(gatewayType, "gateways-public-proxies-gateway").metadata.labels).to.include({
      "platform/behind": "public-edge",
    });
    expect(program.inputs(gatewayType, "gateways-public-edge-gateway").metadata.labels).not.to.have.property(
      "platform/behind",
    );
  });

  it("VC-28, TB-22: the client is whom the ALB names, and the ALB asks the proxy itself how it is", async () => {
    const program = await albGateway();
    const { clientIPDetection, healthCheck, timeout } = program.inputs(clientType).spec;
    expect(clientIPDetection).to.deep.equal({ xForwardedFor: { numTrustedHops: 1 } });
    const { defaultConfiguration } = program.inputs("kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration").spec;
    expect(defaultConfiguration.healthCheckConfig.healthCheckPath).to.equal(healthCheck.path);
    expect(timeout.http.idleTimeout).to.equal("70s");
    expect(program.inputs(backendType).spec.compressor).to.have.length(2);
  });

  it("SS-26, TB-21: the ALB ends TLS with a certificate of ACM, and redirects", async () => {
    const program = await albGateway();
    expect(program.ofType("aws:acm/certificate:Certificate")).to.have.length(1);
    expect(program.ofType(certificateType)).to.deep.equal([]);
    expect(program.inputs(routeType, "gateways-public-edge-redirect").spec.parentRefs[0].name).to.equal("public-edge");
  });
});

describe("settings of gateways with proxies", () => {
  it("refuses more proxies at least than at most", () => {
    expect(() => gatewaysOf({ public: { type: "nlb", replicas: { min: 5, max: 4 } } })).to.throw("below min");
  });

  it("refuses what only an ALB has", () => {
    expect(() => gatewaysOf({ public: { type: "nlb", wafAclArn: "arn" } })).to.throw("wafAclArn");
  });

  it("refuses everyone at an internal gateway", () => {
    const gateway = { type: "nlb", scheme: "internal", allowFrom: ["0.0.0.0/0"] };
    expect(() => gatewaysOf({ public: gateway })).to.throw("no public address");
  });

  it("the namespace of the gateways takes pods only where names are proven by HTTP", () => {
    const quota = (byHttp: boolean) =>
      gatewayNamespaces(gatewaysOf({ public: { type: "nlb" } }), byHttp)[0]?.quota?.pods;
    expect([quota(false), quota(true)]).to.deep.equal(["0", "4"]);
  });
});
