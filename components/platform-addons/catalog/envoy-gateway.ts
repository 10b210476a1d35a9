import { z } from "zod";
import { pattern } from "../../shared/problem";
import { type AddonObject, type CatalogAddon, type CommonAddonSettings, waves } from "../addon";
import { commonAddonKeys } from "../common-settings";
import { controllerPolicy } from "../network-policy";
import { resources, spread } from "../placement";

const name = "envoy-gateway";
const selector = {
  "control-plane": name,
  "app.kubernetes.io/name": "gateway-helm",
  "app.kubernetes.io/instance": name,
};

/** Settings of Envoy Gateway beside those of every add-on. */
export interface EnvoyGatewaySettings extends CommonAddonSettings {
  rateLimitRedis?: string | undefined;
}

/**
 * Envoy Gateway: makes Envoy proxies of doors of type `nlb` and `alb-gateway`; what ingress-nginx was (VC-26, TB-20).
 *
 * Values: envoyproxy/gateway, tag v1.9.0, charts/gateway-helm/values.tmpl.yaml. Settings of its config:
 * api/v1alpha1/envoygateway_types.go.
 *
 * The certificates between it and its proxies are made by a job that is a Helm hook, so it is a Helm release.
 */
export const envoyGateway: CatalogAddon<EnvoyGatewaySettings> = {
  name,
  summary: "Envoy proxies for doors of type nlb and alb-gateway: timeouts, compression, limits per client",
  component: "platform-addons",
  wave: waves.controllers,
  chart: name,
  labelsAt: ["commonLabels"],
  crds: { bundle: name },
  needs: [
    { addon: "gateway-api-crds", why: "it serves the kinds of the Gateway API" },
    { addon: "cert-manager", why: "its doors end TLS themselves, and their certificates have to come from somewhere" },
    { addon: "aws-load-balancer-controller", why: "nothing else makes the load balancers before its proxies" },
  ],
  excludes: [],
  settings: (defaults) =>
    z.strictObject({
      ...commonAddonKeys(defaults, "envoy-gateway-system"),
      rateLimitRedis: pattern(
        /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?:\d{2,5}$/,
        "is not the address of a Redis",
        "host:port, such as redis.cache.svc.cluster.local:6379",
      )
        .optional()
        .describe(
          "Redis that counts requests for `rateLimit` of doors, over all proxies. When it is down, requests pass uncounted.",
        ),
    }),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  delivery: () => ({
    kind: "release",
    reason: "a hook makes the certificates between the controller and its proxies; without it neither starts",
  }),
  values: ({ settings, placement }) => ({
    // Both kinds are layers of their own; the chart's copy of the Gateway API would be the experimental one.
    crds: { enabled: false },
    podDisruptionBudget:
      settings.replicas > 1
        ? { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" }
        : { minAvailable: 0, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    deployment: {
      replicas: settings.replicas,
      priorityClassName: "system-cluster-critical",
      // The chart's own figures, but for CPU, which it bounds no more than we do.
      envoyGateway: {
        resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1024Mi" } },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      },
      pod: {
        nodeSelector: placement.nodeSelector,
        tolerations: placement.tolerations,
        topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
      },
    },
    certgen: {
      job: {
        resources: resources("10m", "64Mi"),
        nodeSelector: placement.nodeSelector,
        tolerations: placement.tolerations,
      },
    },
    // Routes within a zone are not asked for, and its webhook stands in the way of every pod of the namespace.
    topologyInjector: { enabled: false },
    config: {
      envoyGateway: {
        ...(settings.rateLimitRedis === undefined ? {} : { rateLimit: rateLimit(settings.rateLimitRedis) }),
        provider: {
          type: "Kubernetes",
          kubernetes: {
            rateLimitDeployment: {
              replicas: settings.replicas,
              container: { resources: resources("100m", "128Mi") },
              pod: { nodeSelector: placement.nodeSelector, tolerations: placement.tolerations },
            },
          },
        },
      },
    },
  }),
  objects: ({ settings: { namespace }, on }) => [
    // 18000 to 18002: what its proxies and the rate limiter ask it for; 19001: metrics.
    controllerPolicy({ namespace, name, selector, hears: [18000, 18001, 18002, 19001] }),
    ...(on("prometheus-operator-crds") ? monitors(namespace) : []),
  ],
};

/** A limit is a guard, not the service: with Redis gone, the door stays open. */
function rateLimit(url: string) {
  return { backend: { type: "Redis", redis: { url } }, failClosed: false };
}

/** The chart has no monitors: one for the controller, one for the proxies of all doors. */
function monitors(namespace: string): AddonObject[] {
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name, namespace },
      body: { spec: { selector: { matchLabels: selector }, endpoints: [{ port: "metrics", interval: "1m" }] } },
    },
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name: "envoy-proxies", namespace },
      body: {
        spec: {
          selector: { matchLabels: { "app.kubernetes.io/name": "envoy", "app.kubernetes.io/component": "proxy" } },
          podMetricsEndpoints: [{ port: "metrics", path: "/stats/prometheus", interval: "1m" }],
        },
      },
    },
  ];
}
