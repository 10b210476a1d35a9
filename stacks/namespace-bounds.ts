import type { NamespaceDefaults } from "../components/namespaces/settings";

/**
 * Bounds of one container, the same in every tier, so that what runs in staging also runs in production.
 *
 * The defaults are for what says nothing: small, so that they hide no appetite. Memory may be four times its request
 * (VC-34 and VC-37 ask for that much), CPU ten times, because CPU above its request is only slowed down while memory
 * above it gets somebody killed.
 */
const limitRange: NamespaceDefaults["limitRange"] = {
  default: { cpu: "1", memory: "512Mi" },
  defaultRequest: { cpu: "100m", memory: "256Mi" },
  min: { cpu: "10m", memory: "16Mi" },
  max: { cpu: "16", memory: "64Gi" },
  maxLimitRequestRatio: { cpu: "10", memory: "4" },
};

/**
 * What a namespace gets that states no quota of its own. Load balancers and node ports are zero: services are reached
 * through the gateways of the stack, and each load balancer made beside them costs about 16 USD a month before traffic
 * (https://aws.amazon.com/elasticloadbalancing/pricing/).
 */
const counts = { "services.loadbalancers": "0", "services.nodeports": "0" };

/** Bounds of application namespaces by tier. */
export const namespaceBounds: Record<"production" | "staging" | "development", NamespaceDefaults> = {
  production: {
    quota: {
      "requests.cpu": "20",
      "requests.memory": "40Gi",
      "limits.memory": "160Gi",
      "requests.storage": "500Gi",
      persistentvolumeclaims: "20",
      pods: "100",
      services: "50",
      ...counts,
    },
    limitRange,
  },
  staging: {
    quota: {
      "requests.cpu": "10",
      "requests.memory": "20Gi",
      "limits.memory": "80Gi",
      "requests.storage": "200Gi",
      persistentvolumeclaims: "10",
      pods: "50",
      services: "50",
      ...counts,
    },
    limitRange,
  },
  development: {
    quota: {
      "requests.cpu": "4",
      "requests.memory": "8Gi",
      "limits.memory": "32Gi",
      "requests.storage": "100Gi",
      persistentvolumeclaims: "10",
      pods: "30",
      services: "30",
      ...counts,
    },
    limitRange,
  },
};
