import { expect } from "chai";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { addonsOf, selection, surroundings } from "./builders";

const beside = { "gateway-api-crds": {}, "cert-manager": {}, "aws-load-balancer-controller": {} };

function envoyGateway(settings: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  const selected = selection({ ...beside, ...more, "envoy-gateway": settings });
  const found = resolveAddons(selected, surroundings()).find(({ addon }) => addon.name === "envoy-gateway");
  if (!found) throw new Error("no envoy-gateway");
  return { ...found, values: found.values as Record<string, any> };
}

describe("envoy-gateway", () => {
  it("VC-26, SS-43: two replicas on the system pool, spread, of which one may be disrupted", () => {
    const { deployment, podDisruptionBudget } = envoyGateway().values;
    expect(deployment.replicas).to.equal(2);
    const unhealthyPodEvictionPolicy = "AlwaysAllow";
    expect(podDisruptionBudget).to.deep.equal({ maxUnavailable: 1, unhealthyPodEvictionPolicy });
    expect(deployment.pod.topologySpreadConstraints).to.have.length(2);
    expect(deployment.pod.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(envoyGateway({ replicas: 1 }).values.podDisruptionBudget).to.deep.equal({
      minAvailable: 0,
      unhealthyPodEvictionPolicy,
    });
  });

  it("VC-28: counts in the Redis that a stack names, and lets requests pass while that is down", () => {
    expect(envoyGateway({ rateLimitRedis: "redis.cache:6379" }).values.config.envoyGateway.rateLimit).to.deep.equal({
      backend: { type: "Redis", redis: { url: "redis.cache:6379" } },
      failClosed: false,
    });
    expect(envoyGateway().values.config.envoyGateway).not.to.have.property("rateLimit");
    expect(() => addonsOf({ "envoy-gateway": { rateLimitRedis: "redis://cache" } })).to.throw("address of a Redis");
  });

  it("leaves definitions to their layers: the chart would bring experimental ones of the Gateway API", () => {
    expect(envoyGateway().values.crds).to.deep.equal({ enabled: false });
  });

  it("is a Helm release, because a hook makes its certificates", () => {
    expect(envoyGateway().delivery.kind).to.equal("release");
  });

  it("waits for cert-manager and the load balancer controller, and can't be without them", () => {
    expect(envoyGateway().after).to.include.members(["cert-manager", "aws-load-balancer-controller"]);
    const alone = addonProblems(selection({ "envoy-gateway": {} })).map(({ set }) => set);
    expect(alone).to.include.members(['"cert-manager: {}" beside it', '"aws-load-balancer-controller: {}" beside it']);
  });

  it("has monitors for itself and for the proxies where their kinds are installed", () => {
    const kinds = envoyGateway({}, { "prometheus-operator-crds": {} }).objects.map(({ kind }) => kind);
    expect(kinds).to.deep.equal(["NetworkPolicy", "ServiceMonitor", "PodMonitor"]);
    expect(envoyGateway().objects.map(({ kind }) => kind)).to.deep.equal(["NetworkPolicy"]);
  });
});
