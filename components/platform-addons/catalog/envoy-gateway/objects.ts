import { imagePin } from "../../../shared/pins";
import { commonLabels, selectorLabels } from "../../../shared/labels";
import type { AddonInput, AddonObject, AddonPods } from "../../addon";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";

/** Labels of the controller's pods. */
export const selector = {
  "control-plane": "envoy-gateway",
  "app.kubernetes.io/name": "gateway-helm",
  "app.kubernetes.io/instance": "envoy-gateway",
};

/** Labels that the controller gives to what it makes: envoyproxy/gateway v1.9.0, internal/infrastructure/kubernetes. */
const proxies = { "app.kubernetes.io/name": "envoy", "app.kubernetes.io/component": "proxy" };
const limiter = { "app.kubernetes.io/name": "envoy-ratelimit", "app.kubernetes.io/component": "ratelimit" };

/** Name of the Redis that the add-on brings, and of its Service. */
export const redisName = "envoy-ratelimit-redis";

/** Port of Redis: https://redis.io/docs/latest/operate/oss_and_stack/management/config/ */
export const redisPort = 6379;

/** The chart has no monitors: one for the controller, one for the proxies of all gateways. */
export function monitors(namespace: string): AddonObject[] {
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name: "envoy-gateway", namespace },
      body: { spec: { selector: { matchLabels: selector }, endpoints: [{ port: "metrics", interval: "1m" }] } },
    },
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name: "envoy-proxies", namespace },
      body: {
        spec: {
          selector: { matchLabels: proxies },
          podMetricsEndpoints: [{ port: "metrics", path: "/stats/prometheus", interval: "1m" }],
        },
      },
    },
  ];
}

/** What may come in and go out: the namespace denies the rest. `redis`: host and port of what counts. */
export function policies(namespace: string, redis: string | undefined): AddonObject[] {
  const counting = redis === undefined ? [] : [Number(redis.split(":").pop())];
  return [
    // 18000 to 18002: what its proxies and the rate limiter ask it for; 19001: metrics.
    controllerPolicy({ namespace, name: "envoy-gateway", selector, ingressPorts: [18000, 18001, 18002, 19001] }),
    gatewayPolicy(namespace),
    ...(redis === undefined
      ? []
      : [
          controllerPolicy({
            namespace,
            name: "envoy-ratelimit",
            selector: limiter,
            ingressPorts: [8081, 19001],
            egressPorts: [18001, ...counting],
          }),
        ]),
  ];
}

/** Clients arrive with their own addresses; what they ask for is in the cluster, and nowhere else. */
function gatewayPolicy(namespace: string): AddonObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "envoy-proxies", namespace },
    body: {
      spec: {
        podSelector: { matchLabels: proxies },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{}],
        egress: [{ to: [{ namespaceSelector: {} }] }],
      },
    },
  };
}

/**
 * A Redis for the counters of `rateLimit`, and nothing else (VC-28): no volume, because a counter is of a second; no
 * second copy, because while there is none requests pass. Only the limiter may call it, so it has no password.
 */
export function redis({ namespace, placement, facts }: AddonInput): AddonObject[] {
  const labels = selectorLabels(redisName);
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: redisName, namespace },
      setting: "rateLimitRedis",
      body: { automountServiceAccountToken: false },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: redisName, namespace },
      setting: "rateLimitRedis",
      body: {
        spec: {
          replicas: 1,
          strategy: { type: "Recreate" },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels: commonLabels(facts.platform, { name: redisName }) },
            spec: {
              serviceAccountName: redisName,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: {
                runAsNonRoot: true,
                // The image's own user.
                runAsUser: 999,
                runAsGroup: 1000,
                seccompProfile: { type: "RuntimeDefault" },
              },
              ...placement,
              containers: [redisContainer],
            },
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: redisName, namespace },
      setting: "rateLimitRedis",
      body: { spec: { selector: labels, ports: [{ name: "tcp-redis", port: redisPort, targetPort: "redis" }] } },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: redisName, namespace },
      setting: "rateLimitRedis",
      body: {
        spec: {
          podSelector: { matchLabels: labels },
          policyTypes: ["Ingress", "Egress"],
          ingress: [
            { from: [{ podSelector: { matchLabels: limiter } }], ports: [{ port: redisPort, protocol: "TCP" }] },
          ],
        },
      },
    },
  ];
}

const redisResources = resources("50m", "128Mi");

/** What it asks for. */
export const redisPods: AddonPods = {
  workload: `Deployment/${redisName}`,
  copies: 1,
  resourcesAt: [],
  chartRequests: [redisResources.requests],
};

const redisContainer = {
  name: "redis",
  image: imagePin("envoy-gateway", "redis"),
  // Counters are small and short-lived: the oldest make room.
  args: ["--save", "", "--appendonly", "no", "--maxmemory", "96mb", "--maxmemory-policy", "allkeys-lru"],
  ports: [{ name: "redis", containerPort: redisPort, protocol: "TCP" }],
  resources: redisResources,
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  startupProbe: { tcpSocket: { port: "redis" }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 12 },
  livenessProbe: { tcpSocket: { port: "redis" }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  readinessProbe: { tcpSocket: { port: "redis" }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
};
