import type { AddonInput, AddonObject } from "../../addon";
import { type IstiodSettings, tracingProvider } from "./settings";

/** API groups of what the mesh is told. */
const api = {
  security: "security.istio.io/v1",
  telemetry: "telemetry.istio.io/v1",
  monitoring: "monitoring.coreos.com/v1",
} as const;

/**
 * What holds in the whole mesh (objects of istiod's own namespace) and in each of its namespaces: mutual TLS only, and
 * nothing may call a pod until a service declares it.
 */
export function meshObjects({ namespace, settings, facts, on }: AddonInput<IstiodSettings>): AddonObject[] {
  return [
    strictTls(namespace),
    telemetry(namespace, settings),
    ...facts.meshNamespaces.flatMap((one) => [strictTls(one), nothingAllowed(one)]),
    ...(on("prometheus-operator-crds") ? monitors(namespace) : []),
  ];
}

/** KP-35, MP-38: connections without a client certificate of the mesh are refused. */
function strictTls(namespace: string): AddonObject {
  return {
    apiVersion: api.security,
    kind: "PeerAuthentication",
    metadata: { name: "default", namespace },
    body: { spec: { mtls: { mode: "STRICT" } } },
  };
}

/** MP-46: an ALLOW policy without rules matches nothing, and where there is one, what none matches is denied. */
function nothingAllowed(namespace: string): AddonObject {
  return {
    apiVersion: api.security,
    kind: "AuthorizationPolicy",
    metadata: { name: "deny-by-default", namespace },
    body: { spec: {} },
  };
}

/** MP-45: metrics of every proxy, spans where there is a collector, and a line for each request that failed. */
function telemetry(namespace: string, { tracing }: IstiodSettings): AddonObject {
  return {
    apiVersion: api.telemetry,
    kind: "Telemetry",
    metadata: { name: "mesh", namespace },
    body: {
      spec: {
        metrics: [{ providers: [{ name: "prometheus" }] }],
        // https://istio.io/latest/docs/tasks/observability/telemetry-api/: every request would be a line in each proxy.
        accessLogging: [{ providers: [{ name: "envoy" }], filter: { expression: "response.code >= 400" } }],
        ...(tracing
          ? { tracing: [{ providers: [{ name: tracingProvider }], randomSamplingPercentage: tracing.samplingPercent }] }
          : {}),
      },
    },
  };
}

/** istiod, and the proxies of every pod and gateway, by the port that has no TLS. */
function monitors(namespace: string): AddonObject[] {
  return [
    {
      apiVersion: api.monitoring,
      kind: "ServiceMonitor",
      metadata: { name: "istiod", namespace },
      body: {
        spec: {
          selector: { matchLabels: { app: "istiod", istio: "pilot" } },
          endpoints: [{ port: "http-monitoring", interval: "1m" }],
        },
      },
    },
    {
      apiVersion: api.monitoring,
      kind: "PodMonitor",
      metadata: { name: "istio-proxies", namespace },
      body: {
        spec: {
          namespaceSelector: { any: true },
          selector: { matchExpressions: [{ key: "service.istio.io/canonical-name", operator: "Exists" }] },
          podMetricsEndpoints: [{ port: "http-envoy-prom", path: "/stats/prometheus", interval: "1m" }],
        },
      },
    },
  ];
}
