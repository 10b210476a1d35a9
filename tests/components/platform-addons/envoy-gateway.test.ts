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
    expect(envoyGateway({ replicas: 1 }).values.podDisruptionBudget).to.deep.equal({ minAvailable: 0 });
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

  it("VC-28: or in one of its own, which only the limiter may call, without a volume or a second copy", () => {
    const { values, objects } = envoyGateway({ rateLimitRedis: "in-cluster" });
    expect(values.config.envoyGateway.rateLimit.backend.redis.url).to.equal(
      "envoy-ratelimit-redis.envoy-gateway-system.svc.cluster.local:6379",
    );
    const own = objects.filter(({ metadata }) => metadata.name === "envoy-ratelimit-redis");
    expect(own.map(({ kind }) => kind)).to.deep.equal(["ServiceAccount", "Deployment", "Service", "NetworkPolicy"]);
    const [, deployment, , policy] = own.map(({ body }) => body.spec as Record<string, any>);
    const { args, resources } = (deployment?.template.spec.containers[0] ?? {}) as Record<string, any>;
    expect({ replicas: deployment?.replicas, strategy: deployment?.strategy, resources }).to.deep.equal({
      replicas: 1,
      strategy: { type: "Recreate" },
      resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } },
    });
    expect(args).to.include.members(["--maxmemory", "96mb"]);
    const limiter = { "app.kubernetes.io/name": "envoy-ratelimit", "app.kubernetes.io/component": "ratelimit" };
    expect(policy?.ingress).to.deep.equal([
      { from: [{ podSelector: { matchLabels: limiter } }], ports: [{ port: 6379, protocol: "TCP" }] },
    ]);
    expect(policy?.policyTypes).to.deep.equal(["Ingress", "Egress"]);
    expect(policy).not.to.have.property("egress");
  });

  it("VC-26: proxies hear everybody, and ask nobody outside of the cluster; a limiter is there with a Redis only", () => {
    const policies = (raw: Record<string, unknown>) =>
      envoyGateway(raw).objects.filter(({ kind }) => kind === "NetworkPolicy");
    expect(policies({}).map(({ metadata }) => metadata.name)).to.deep.equal(["envoy-gateway", "envoy-proxies"]);
    const counted = policies({ rateLimitRedis: "redis.cache:6380" });
    expect(counted.map(({ metadata }) => metadata.name)).to.deep.equal([
      "envoy-gateway",
      "envoy-proxies",
      "envoy-ratelimit",
    ]);
    const [, proxies, limiter] = counted.map(({ body }) => body.spec as Record<string, any>);
    expect(proxies?.egress).to.deep.equal([{ to: [{ namespaceSelector: {} }] }]);
    expect(limiter?.egress[0].ports.map(({ port }: { port: number }) => port)).to.deep.equal([
      53, 53, 443, 18001, 6380,
    ]);
  });

  it("has monitors for itself and for the proxies where their kinds are installed", () => {
    const kinds = envoyGateway({}, { "prometheus-operator-crds": {} }).objects.map(({ kind }) => kind);
    expect(kinds.slice(2)).to.deep.equal(["ServiceMonitor", "PodMonitor"]);
    expect(envoyGateway().objects.map(({ kind }) => kind)).not.to.include("ServiceMonitor");
  });
});
