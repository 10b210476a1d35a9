import { expect } from "chai";
import { doorProblems, type DoorsView } from "../../../stacks/checks/doors";
import { doorsOf, zoneId } from "../../components/doors/builders";
import { addonsOf } from "../../components/platform-addons/builders";

const all = { "aws-load-balancer-controller": {}, "cert-manager": {}, "envoy-gateway": {} };

function problems(door: Record<string, unknown>, addons: Record<string, unknown>, deviation: Partial<DoorsView> = {}) {
  const view = {
    aws: { region: "us-east-1" },
    domain: "acme.example",
    doors: doorsOf({ public: door }),
    dns: { zones: {}, zoneId },
    addons: addonsOf(addons),
    ...deviation,
  };
  return doorProblems("public", view).map(({ path, set }) => [path, set]);
}

describe("a door of Istio against the add-ons that make it", () => {
  const mesh = { "istio-base": {}, "istio-cni": {}, istiod: {} };

  it("MP-14: with istiod, cert-manager, the load balancer controller and metrics-server it is well", () => {
    expect(problems({ type: "istio" }, { ...all, ...mesh, "metrics-server": {} })).to.deep.equal([]);
  });

  it("MP-37: without istiod it is a mistake that says what to set", () => {
    expect(problems({ type: "istio" }, all)).to.deep.equal([
      ["doors.public", "addons: { istio-base: {}, istio-cni: {}, istiod: {}, cert-manager: {} }"],
    ]);
  });

  it("MP-16: TLS needs cert-manager, and an autoscaler metrics-server", () => {
    const others = { ...mesh, "envoy-gateway": {}, "aws-load-balancer-controller": {} };
    expect(problems({ type: "istio", replicas: { min: 2, max: 2 } }, others)).to.deep.equal([
      ["doors.public", "addons: { cert-manager: {} }"],
    ]);
    expect(problems({ type: "istio" }, { ...all, ...mesh }).map(([path]) => path)).to.deep.equal([
      "doors.public.replicas",
    ]);
  });
});

describe("doors against the add-ons that make them", () => {
  it("an nlb door with Envoy Gateway, cert-manager and the load balancer controller is well", () => {
    expect(problems({ type: "nlb" }, all)).to.deep.equal([]);
    expect(problems({ type: "alb-gateway" }, all)).to.deep.equal([]);
  });

  it("VC-27: an Envoy door without cert-manager is a mistake that says what to set", () => {
    const addons = { "aws-load-balancer-controller": {}, "envoy-gateway": {} };
    expect(problems({ type: "nlb" }, addons)).to.deep.equal([["doors.public", "addons: { cert-manager: {} }"]]);
  });

  it("VC-26, TB-20: a door with proxies needs what makes them", () => {
    const addons = { "aws-load-balancer-controller": {}, "cert-manager": {} };
    const expected = [["doors.public", "addons: { envoy-gateway: {}, cert-manager: {} }"]];
    expect(problems({ type: "nlb" }, addons)).to.deep.equal(expected);
    expect(problems({ type: "alb-gateway" }, addons)).to.deep.equal(expected);
  });

  it("VC-28: a limit for each client needs a Redis that counts over all proxies", () => {
    const door = { type: "nlb", rateLimit: { requestsPerSecond: 100 } };
    expect(problems(door, all)).to.deep.equal([["doors.public.rateLimit", "addons.envoy-gateway.rateLimitRedis"]]);
    const counted = { ...all, "envoy-gateway": { rateLimitRedis: "redis.cache:6379" } };
    expect(problems(door, counted)).to.deep.equal([]);
  });

  it("names the issuers where the one of a door is not among them", () => {
    expect(problems({ type: "nlb", issuer: "letsencrypt" }, all)).to.deep.equal([
      ["doors.public.issuer", "letsencrypt-prod or letsencrypt-staging or selfsigned"],
    ]);
  });

  it("SS-22: a wildcard can only be proven by DNS; plain names and one's own authority need no zone", () => {
    const dns = { zones: {} };
    expect(problems({ type: "nlb" }, all, { dns })).to.deep.equal([
      ["doors.public", "dns.zoneId or dns.zones, or names without *"],
    ]);
    expect(problems({ type: "nlb", names: ["api.acme.example"] }, all, { dns })).to.deep.equal([]);
    expect(problems({ type: "nlb", issuer: "selfsigned" }, all, { dns })).to.deep.equal([]);
  });
});
