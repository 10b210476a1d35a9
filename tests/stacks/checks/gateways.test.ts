import { expect } from "chai";
import { gatewayProblems, type GatewaysView } from "../../../stacks/checks/gateways";
import { gatewaysOf, zoneId } from "../../components/gateways/builders";
import { addonsOf } from "../../components/platform-addons/builders";

const all = { "aws-load-balancer-controller": {}, "cert-manager": {}, "envoy-gateway": {} };

function problems(
  gateway: Record<string, unknown>,
  addons: Record<string, unknown>,
  deviation: Partial<GatewaysView> = {},
) {
  const view = {
    aws: { region: "us-east-1" },
    domain: "acme.example",
    gateways: gatewaysOf({ public: gateway }),
    dns: { zones: {}, zoneId },
    addons: addonsOf(addons),
    ...deviation,
  };
  return gatewayProblems("public", view).map(({ path, set }) => [path, set]);
}

describe("a gateway of Istio against the add-ons that make it", () => {
  const mesh = { "istio-base": {}, "istio-cni": {}, istiod: {} };

  it("MP-14: with istiod, cert-manager, the load balancer controller and metrics-server it is well", () => {
    expect(problems({ type: "istio" }, { ...all, ...mesh, "metrics-server": {} })).to.deep.equal([]);
  });

  it("MP-37: without istiod it is a mistake that says what to set", () => {
    expect(problems({ type: "istio" }, all)).to.deep.equal([
      ["gateways.public", "addons: { istio-base: {}, istio-cni: {}, istiod: {}, cert-manager: {} }"],
    ]);
  });

  it("MP-16: TLS needs cert-manager, and an autoscaler metrics-server", () => {
    const others = { ...mesh, "envoy-gateway": {}, "aws-load-balancer-controller": {} };
    expect(problems({ type: "istio", replicas: { min: 2, max: 2 } }, others)).to.deep.equal([
      ["gateways.public", "addons: { cert-manager: {} }"],
    ]);
    expect(problems({ type: "istio" }, { ...all, ...mesh }).map(([path]) => path)).to.deep.equal([
      "gateways.public.replicas",
    ]);
  });
});

describe("gateways against the add-ons that make them", () => {
  it("an nlb gateway with Envoy Gateway, cert-manager and the load balancer controller is well", () => {
    expect(problems({ type: "nlb" }, all)).to.deep.equal([]);
    expect(problems({ type: "alb-gateway" }, all)).to.deep.equal([]);
  });

  it("VC-27: an Envoy gateway without cert-manager is a mistake that says what to set", () => {
    const addons = { "aws-load-balancer-controller": {}, "envoy-gateway": {} };
    expect(problems({ type: "nlb" }, addons)).to.deep.equal([["gateways.public", "addons: { cert-manager: {} }"]]);
  });

  it("VC-26, TB-20: a gateway with proxies needs what makes them", () => {
    const addons = { "aws-load-balancer-controller": {}, "cert-manager": {} };
    const expected = [["gateways.public", "addons: { envoy-gateway: {}, cert-manager: {} }"]];
    expect(problems({ type: "nlb" }, addons)).to.deep.equal(expected);
    expect(problems({ type: "alb-gateway" }, addons)).to.deep.equal(expected);
  });

  it("VC-28: a limit for each client needs a Redis that counts over all proxies", () => {
    const gateway = { type: "nlb", rateLimit: { requestsPerSecond: 100 } };
    expect(problems(gateway, all)).to.deep.equal([
      ["gateways.public.rateLimit", "addons.envoy-gateway.rateLimitRedis"],
    ]);
    const counted = { ...all, "envoy-gateway": { rateLimitRedis: "redis.cache:6379" } };
    expect(problems(gateway, counted)).to.deep.equal([]);
  });

  it("SS-22: a wildcard can only be proven by DNS; plain names and one's own authority need no zone", () => {
    const dns = { zones: {} };
    expect(problems({ type: "nlb" }, all, { dns })).to.deep.equal([
      ["gateways.public", "dns.zoneId or dns.zones, or names without *"],
    ]);
    expect(problems({ type: "nlb", names: ["api.acme.example"] }, all, { dns })).to.deep.equal([]);
    expect(problems({ type: "nlb", issuer: "selfsigned" }, all, { dns })).to.deep.equal([]);
  });
});
