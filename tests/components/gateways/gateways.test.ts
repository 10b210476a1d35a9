import { expect } from "chai";
import { Gateways, type GatewaysArgs } from "../../../components/gateways/gateways";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { certificateArn, gatewaysArgs, gatewaysOf } from "./builders";

const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const classType = "kubernetes:gateway.networking.k8s.io/v1:GatewayClass";
const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const configurationType = "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration";
const targetsType = "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration";
const certificateType = "aws:acm/certificate:Certificate";

const build = (raw: Record<string, unknown> = {}, deviation: Partial<GatewaysArgs> = {}) =>
  recorded(() => new Gateways("gateways", gatewaysArgs(deviation, raw)));

/** Refs of the gateways, which only the class itself can say. */
async function refsOf(args: GatewaysArgs) {
  let refs: Gateways["refs"] = {};
  await recorded(() => {
    refs = new Gateways("gateways", args).refs;
  });
  return refs;
}

async function attribute(raw: Record<string, unknown>, key: string) {
  const { spec } = (await build(raw)).inputs(configurationType);
  return spec.loadBalancerAttributes.find((one: { key: string }) => one.key === key)?.value;
}

describe("Gateways", () => {
  it("SS-1, SS-30: each gateway is a Gateway of its own, of one class that the AWS controller serves", async () => {
    const settings = gatewaysOf({ public: { type: "alb" }, inside: { type: "alb", scheme: "internal" } });
    const program = await recorded(() => new Gateways("gateways", gatewaysArgs({ settings })));
    expect(program.inputs(classType).spec).to.deep.equal({ controllerName: "gateway.k8s.aws/alb" });
    expect(program.ofType(gatewayType).map(({ name }) => name)).to.have.members([
      "gateways-public-gateway",
      "gateways-inside-gateway",
    ]);
    expect(program.ofType(configurationType)).to.have.length(2);
    expect(program.ofType(certificateType)).to.have.length(1);
  });

  it("SS-27: takes routes over HTTPS only; the HTTP listener answers with a redirect for good", async () => {
    const program = await build();
    const { listeners } = program.inputs(gatewayType).spec;
    expect(listeners.map((one: any) => [one.name, one.protocol, one.port])).to.deep.equal([
      ["http", "HTTP", 80],
      ["https", "HTTPS", 443],
    ]);
    expect(listeners[0].allowedRoutes).to.deep.equal({ namespaces: { from: "Same" } });
    expect(program.inputs(routeType).spec).to.deep.equal({
      parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "public", sectionName: "http" }],
      rules: [
        { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", port: 443, statusCode: 301 } }] },
      ],
    });
  });

  it("admits routes of the namespaces of services and of no other", async () => {
    const program = await build({}, { routeNamespaces: ["shop", "blog"] });
    expect(program.inputs(gatewayType).spec.listeners[1].allowedRoutes.namespaces).to.deep.equal({
      from: "Selector",
      selector: {
        matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["blog", "shop"] }],
      },
    });
  });

  it("SS-26, SS-N1: ACM issues the certificate for the domain and every name below, proven by one record", async () => {
    const program = await build();
    expect(program.inputs(certificateType)).to.include({ domainName: "example.com", validationMethod: "DNS" });
    expect(program.inputs(certificateType).subjectAlternativeNames).to.deep.equal(["*.example.com"]);
    expect(program.ofType("aws:route53/record:Record")).to.have.length(1);
    expect(program.ofType("aws:acm/certificateValidation:CertificateValidation")).to.have.length(1);
    const [, https] = program.inputs(configurationType).spec.listenerConfigurations;
    expect(https).to.deep.equal({
      protocolPort: "HTTPS:443",
      defaultCertificate: "[unknown]",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
  });

  it("a certificate by ARN is used as it is and none is issued", async () => {
    const program = await build({ certificate: { arn: certificateArn } });
    expect(program.ofType(certificateType)).to.deep.equal([]);
    expect(program.inputs(configurationType).spec.listenerConfigurations[1].defaultCertificate).to.equal(
      certificateArn,
    );
  });

  it("SS-2: an internet-facing gateway admits everyone, an internal one the VPC, either what the stack says", async () => {
    const ranges = async (raw: Record<string, unknown>) =>
      (await build(raw)).inputs(configurationType).spec.sourceRanges;
    expect(await ranges({})).to.deep.equal(["0.0.0.0/0"]);
    expect(await ranges({ scheme: "internal" })).to.deep.equal(["10.0.0.0/16"]);
    expect(await ranges({ allowFrom: ["203.0.113.0/24"] })).to.deep.equal(["203.0.113.0/24"]);
  });

  it("SS-20, SS-21: attaches a web ACL and Shield when the stack says so, neither else", async () => {
    const arn = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/main/0a1b2c3d";
    const { spec } = (await build({ wafAclArn: arn, shield: true })).inputs(configurationType);
    expect(spec.wafV2).to.deep.equal({ webACL: arn });
    expect(spec.shieldConfiguration).to.deep.equal({ enabled: true });
    expect((await build()).inputs(configurationType).spec).not.to.have.any.keys("wafV2", "shieldConfiguration");
  });

  it("VC-29: closes a silent connection after 60 seconds, or what the stack says", async () => {
    expect(await attribute({}, "idle_timeout.timeout_seconds")).to.equal("60");
    expect(await attribute({ idleTimeoutSeconds: 120 }, "idle_timeout.timeout_seconds")).to.equal("120");
  });

  it("is protected from deletion by tier", async () => {
    expect(await attribute({}, "deletion_protection.enabled")).to.equal("true");
    expect(await attribute({ deletionProtection: false }, "deletion_protection.enabled")).to.equal("false");
  });

  it("sends requests to pods themselves, by a default that a service may go over", async () => {
    const program = await build();
    expect(program.inputs(targetsType).spec).not.to.have.property("targetReference");
    expect(program.inputs(targetsType).spec.defaultConfiguration.targetType).to.equal("ip");
    expect(program.inputs(configurationType).spec.defaultTargetGroupConfiguration).to.deep.equal({ name: "public" });
  });

  it("makes the configuration before the Gateway, and the redirect after it", async () => {
    const program = await build();
    expect(program.one(gatewayType).dependencies).to.include(program.one(configurationType).urn);
    expect(program.one(configurationType).dependencies).to.include(program.one(targetsType).urn);
    expect(program.one(routeType).dependencies).to.include(program.one(gatewayType).urn);
  });

  it("the name of the load balancer fits its 32 characters and stays different for different gateways", async () => {
    const context = platformContext({ clusterName: "a_cluster-with-a-very-long-name-indeed" });
    const settings = gatewaysOf({ one: { type: "alb" }, two: { type: "alb" } });
    const program = await recorded(() => new Gateways("gateways", gatewaysArgs({ context, settings })));
    const names = program
      .ofType(configurationType)
      .map(({ name }) => program.inputs(configurationType, name).spec.loadBalancerName as string);
    for (const name of names) expect(name).to.match(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]$/);
    expect(new Set(names).size).to.equal(2);
  });

  it("tells services the addresses that the load balancer talks to their pods from", async () => {
    const settings = gatewaysOf({ public: { type: "alb" }, inside: { type: "alb", scheme: "internal" } });
    const refs = await refsOf(gatewaysArgs({ settings }));
    expect(refs.public).to.deep.equal({
      kind: "alb",
      gatewayName: "public",
      gatewayNamespace: "gateways",
      scheme: "https",
      targetsPodIps: true,
      sources: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"].map((cidr) => ({ ipBlock: { cidr } })),
    });
    expect(refs.inside?.sources[0]).to.deep.equal({ ipBlock: { cidr: "10.0.11.0/24" } });
  });

  it("every object says which line of the config it comes from", async () => {
    const program = await build();
    for (const type of [gatewayType, configurationType, targetsType, routeType]) {
      expect(program.inputs(type).metadata.annotations["platform/config-path"]).to.equal("gateways.public");
      expect(program.inputs(type).metadata.namespace).to.equal("gateways");
    }
  });

  it("no gateway, no object", async () => {
    const program = await recorded(() => new Gateways("gateways", gatewaysArgs({ settings: {} })));
    expect(program.resources.filter(({ custom }) => custom)).to.deep.equal([]);
  });

  it("a transform has the last word on the load balancer", async () => {
    const program = await recorded(
      () =>
        new Gateways(
          "gateways",
          gatewaysArgs({
            transform: { loadBalancer: (args) => ({ ...args, spec: { ...args.spec, ipAddressType: "dualstack" } }) },
          }),
        ),
    );
    expect(program.inputs(configurationType).spec.ipAddressType).to.equal("dualstack");
  });

  it("VC-28, SS-20: a limit for each client address is a rule of WAF that the gateway's web ACL is made for", async () => {
    const program = await build({ rateLimit: { requestsPerSecond: 100 } });
    const { name, scope, rules } = program.inputs("aws:wafv2/webAcl:WebAcl");
    expect({ name, scope }).to.deep.equal({ name: "acme-public", scope: "REGIONAL" });
    expect(rules).to.have.length(1);
    expect(rules[0].statement.rateBasedStatement).to.deep.equal({
      aggregateKeyType: "IP",
      evaluationWindowSec: 60,
      limit: 6000,
    });
    expect(rules[0].action).to.deep.equal({ block: { customResponse: { responseCode: 429 } } });
    expect(program.inputs(configurationType).spec.wafV2).to.deep.equal({ webACL: "[unknown]" });
  });

  it("SS-20: a web ACL of one's own is attached as it is, and leaves no room for a limit beside it", async () => {
    const wafAclArn = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/site/0a1b";
    const program = await build({ wafAclArn });
    expect(program.ofType("aws:wafv2/webAcl:WebAcl")).to.deep.equal([]);
    expect(program.inputs(configurationType).spec.wafV2).to.deep.equal({ webACL: wafAclArn });
    const both = { type: "alb", wafAclArn, rateLimit: { requestsPerSecond: 100 } };
    expect(() => gatewaysOf({ public: both })).to.throw("one only");
  });
});
