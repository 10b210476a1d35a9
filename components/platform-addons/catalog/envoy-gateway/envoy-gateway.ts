import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { pattern } from "../../../shared/problem";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";
import { monitors, policies, redis, redisName, redisPods, redisPort, selector } from "./objects";

const name = "envoy-gateway";

const limiterAt = "config.envoyGateway.provider.kubernetes.rateLimitDeployment";

/** Word of `rateLimitRedis` for a Redis that the add-on brings. */
const ownRedis = "in-cluster";

/** Settings of Envoy Gateway beside those of every add-on. */
export interface EnvoyGatewaySettings extends CommonAddonSettings {
  rateLimitRedis?: string | undefined;
}

/**
 * Envoy Gateway: makes Envoy proxies of gateways of type `nlb` and `alb-gateway`; what ingress-nginx was (VC-26, TB-20).
 *
 * Values: envoyproxy/gateway, tag v1.9.0, charts/gateway-helm/values.tmpl.yaml. Settings of its config:
 * api/v1alpha1/envoygateway_types.go.
 *
 * The certificates between it and its proxies are made by a job that is a Helm hook, so it is a Helm release.
 */
export const envoyGateway: CatalogAddon<EnvoyGatewaySettings> = {
  name,
  summary: "Envoy proxies for gateways of type nlb and alb-gateway: timeouts, compression, limits per client",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["commonLabels", "deployment.pod.labels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [
    { addon: "gateway-api-crds", why: "it serves the kinds of the Gateway API" },
    {
      addon: "cert-manager",
      why: "its gateways end TLS themselves, and their certificates have to come from somewhere",
    },
    { addon: "aws-load-balancer-controller", why: "nothing else makes the load balancers before its proxies" },
  ],
  excludes: [],
  settings: (defaults) =>
    z.strictObject({
      ...commonAddonKeys(defaults, "envoy-gateway-system"),
      rateLimitRedis: pattern(
        /^(in-cluster|[a-z0-9]([-a-z0-9.]*[a-z0-9])?:\d{2,5})$/,
        "is not the address of a Redis",
        "in-cluster, or host:port such as redis.cache.svc.cluster.local:6379",
      )
        .optional()
        .describe(
          "Redis that counts requests for `rateLimit` of gateways, over all proxies: `in-cluster`, a small one that the add-on brings, or host:port of another. When it is down, requests pass uncounted.",
        ),
    }),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [
    alike(`Deployment/${name}`, settings.replicas, "deployment.envoyGateway.resources"),
    ...(settings.rateLimitRedis === undefined
      ? []
      : [alike("Deployment/envoy-ratelimit", settings.replicas, `${limiterAt}.container.resources`)]),
    ...(settings.rateLimitRedis === ownRedis ? [redisPods] : []),
  ],
  delivery: () => ({
    kind: "release",
    reason: "a hook makes the certificates between the controller and its proxies; without it neither starts",
  }),
  values: ({ settings, placement }) => ({
    // Both kinds are layers of their own; the chart's copy of the Gateway API would be the experimental one.
    crds: { enabled: false },
    podDisruptionBudget:
      settings.replicas > 1 ? { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" } : { minAvailable: 0 },
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
        ...rateLimit(redisOf(settings)),
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
  objects: (input) => [
    ...policies(input.namespace, redisOf(input.settings)),
    ...(input.settings.rateLimitRedis === ownRedis ? redis(input) : []),
    ...(input.on("prometheus-operator-crds") ? monitors(input.namespace) : []),
  ],
};

function redisOf({ rateLimitRedis, namespace }: EnvoyGatewaySettings): string | undefined {
  return rateLimitRedis === ownRedis ? `${redisName}.${namespace}.svc.cluster.local:${redisPort}` : rateLimitRedis;
}

/** A limit is a guard, not the service: with Redis gone, the gateway stays open. */
function rateLimit(url: string | undefined) {
  return url === undefined ? {} : { rateLimit: { backend: { type: "Redis", redis: { url } }, failClosed: false } };
}
