import { stackConfig } from "./stack-config";

type Json = Record<string, any>;
type Stack = "production" | "staging";

/** A gateway that everything so far goes through, and a namespace of the mesh behind one of Istio (MP-18, MP-19). */
export function meshed(stack: Stack): Json {
  const raw = structuredClone({ ...stackConfig(stack), today: "2026-11-21" }) as Json;
  const [namespace] = Object.keys(raw["namespaces"] as Json);
  for (const group of ["services", "databases"]) {
    for (const one of Object.values(raw[group] as Json)) one.namespace ??= namespace;
  }
  for (const { routes = [] } of Object.values(raw["services"] as Record<string, { routes?: Json[] }>)) {
    for (const route of routes) route["gateway"] = "public";
  }
  for (const one of Object.values(raw["consoles"] as Json)) one.gateway = "public";
  Object.assign(raw["addons"], { "istio-base": {}, "istio-cni": {}, istiod: {} });
  raw["gateways"].mesh = { type: "istio" };
  raw["namespaces"].media = {
    mesh: "istio",
    quota: { "requests.cpu": "10", "requests.memory": "20Gi", "limits.cpu": "40", "limits.memory": "40Gi", pods: "60" },
  };
  const common = { namespace: "media", metrics: { port: 9090 } };
  raw["services"]["api-service"] = {
    ...common,
    image: { repository: "api-service", tag: "1.1.0" },
    calls: ["media-service"],
    routes: [{ host: "media-api", gateway: "mesh" }],
    rollout: { canary: {} },
  };
  raw["services"]["media-service"] = {
    ...common,
    image: { repository: "media-service", tag: "1.1.0" },
    routes: [{ host: "media", gateway: "mesh", timeoutSeconds: 300 }],
    mesh: { timeoutSeconds: 300 },
  };
  return raw;
}

/**
 * All add-ons that go with the cluster autoscaler and the VPC CNI's own policy agent, with a gateway of every type, and
 * what the stack itself leaves at its default: limits counted in a Redis, names proven by HTTP, policies of Vault,
 * recommendations, applications from Git.
 */
export function together(stack: Stack): Json {
  const raw = meshed(stack);
  const { addons, gateways, services } = raw;
  const [namespace] = Object.keys(raw["namespaces"] as Json);
  Object.assign(addons, {
    "barman-cloud": {},
    "cert-manager": { http01Gateway: "edge", email: "platform@example.com" },
    "envoy-gateway": { rateLimitRedis: "in-cluster" },
    "vertical-pod-autoscaler": { targets: { api: { namespace, name: "api" } } },
    vault: {
      services: { api: { namespace, serviceAccounts: ["api"], paths: { "api/*": ["read"] } } },
    },
  });
  addons["argo-cd"] = { applications: { repository: "https://git.example.com/platform/applications.git" } };
  gateways.edge = { type: "nlb", rateLimit: { requestsPerSecond: 100 }, compression: true };
  gateways.front = { type: "alb-gateway", rateLimit: { requestsPerSecond: 100 } };
  services.frontend.routes = [{ host: "app", gateway: "edge" }];
  services.admin.routes = [{ host: "admin", gateway: "front" }];
  // More controllers than the stack's own set, and three more load balancers.
  const pools = raw["nodePools"] as Record<string, { size: { max: number } }>;
  Object.assign(pools, { system: { ...pools["system"], size: { min: 5, desired: 5, max: 6 } } });
  addons["cluster-autoscaler"].maxNodesTotal = Object.values(pools).reduce((sum, { size }) => sum + size.max, 0);
  raw["cost"].ceilingMonthlyUsd = 4000;
  return raw;
}

/** The same with what excludes those two: Karpenter and Calico. */
export function alternates(stack: Stack): Json {
  const raw = together(stack);
  delete raw["addons"]["cluster-autoscaler"];
  raw["addons"].karpenter = {
    nodePools: { spot: { capacity: ["spot", "on-demand"], limits: { cpu: "32", memory: "128Gi" } } },
  };
  raw["addons"].calico = {};
  raw["managedAddons"].podNetworking = { policyEngine: "calico" };
  return raw;
}

/** The alternates, installed by Argo CD as far as charts can be. */
export function deliveredByArgoCd(stack: Stack): Json {
  const raw = alternates(stack);
  raw["addons"]["argo-cd"].delivers = "all";
  return raw;
}

/** Its own set without Argo CD, which waits for so much that what waits for it waits for nearly everything. */
export function withoutArgoCd(stack: Stack): Json {
  const raw = structuredClone({ ...stackConfig(stack), today: "2026-11-21" }) as Json;
  delete raw["addons"]["argo-cd"];
  return raw;
}
