import type { GatewayRef } from "../shared/refs";
import { label } from "../shared/vocabulary";
import { gatewaysNamespace } from "./gateway-spec";
import { nlbHealthCheck, nlbService } from "./nlb";
import { proofLabels, proofPort } from "./proof-policy";
import type { IstioGatewaySettings } from "./settings";
import { proxyRequests } from "./proxy-requests";

/** Class of Gateways that istiod serves; it makes the class itself. */
export const istioClass = "istio";

/** Where the proxies of gateways of Istio run, and what they talk to beside services. */
export interface IstioPlacement {
  /** Namespace of istiod. */
  namespace: string;
  nodeSelector: Record<string, string>;
  tolerations: { key: string; operator: "Equal"; value: string; effect: string }[];
  /** Collector of spans, where the mesh has one. */
  traces?: { namespace: string; port: number } | undefined;
}

/** Labels of a gateway's proxies, by which its Deployment selects them: istio/istio, files/kube-gateway.yaml. */
export function istioProxyLabels(gateway: string): Record<string, string> {
  return { "gateway.networking.k8s.io/gateway-name": gateway };
}

/** Name of the service account of a gateway's proxies, as istiod gives it: the Gateway's with its class. */
export const istioProxyAccount = (gateway: string) => `${gateway}-${istioClass}`;

/** Port on which a proxy says whether it is ready, and the path. */
const health = { port: 15021, path: "/healthz/ready" };

/**
 * Data of the ConfigMap that a Gateway of class `istio` names under `infrastructure.parametersRef`: for each object that
 * istiod makes, a strategic merge patch. istio/istio 1.31.0, pilot/pkg/config/kube/gatewaycommon/
 * deploymentcontroller.go; documented under "Automated Deployment" of istio.io/latest/docs/tasks/traffic-management/
 * ingress/gateway-api. JSON is YAML, too.
 */
export function gatewayParameters(
  gateway: string,
  settings: IstioGatewaySettings,
  placement: IstioPlacement,
  facts: { clusterName: string; vpcCidr: string },
): Record<string, string> {
  const { min, max } = settings.replicas;
  const service = nlbService(gateway, settings, facts);
  const patches: Record<string, object> = {
    deployment: { spec: deploymentPatch(gateway, placement) },
    service: {
      metadata: { annotations: { ...service.annotations, ...nlbHealthCheck(health.port, health.path) } },
      // Its port of health would be a listener, open to everyone.
      spec: { ...service.spec, ports: [{ $patch: "delete", port: health.port }] },
    },
    horizontalPodAutoscaler: {
      spec: {
        minReplicas: min,
        maxReplicas: max,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        ],
      },
    },
    ...(min > 1 ? { podDisruptionBudget: { spec: { maxUnavailable: 1 } } } : {}),
  };
  return Object.fromEntries(Object.entries(patches).map(([key, patch]) => [key, JSON.stringify(patch)]));
}

function deploymentPatch(gateway: string, { nodeSelector, tolerations }: IstioPlacement) {
  const spread = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    // A wish: up to four proxies on three nodes, and a rule would keep the fourth waiting.
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: istioProxyLabels(gateway) },
  });
  return {
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: proxySurge, maxUnavailable: 0 } },
    template: {
      spec: {
        priorityClassName: "system-cluster-critical",
        nodeSelector,
        tolerations,
        topologySpreadConstraints: [spread(label.hostname), spread(label.zone)],
        // What ends connections that stay.
        terminationGracePeriodSeconds: 90,
        containers: [
          {
            name: "istio-proxy",
            resources: { requests: proxyRequests, limits: { cpu: "2", memory: "512Mi" } },
            // istio/istio, pilot/cmd/pilot-agent/options: a proxy that is to stop answers until nobody is connected, and
            // for as long as the load balancer takes to notice.
            env: [
              { name: "EXIT_ON_ZERO_ACTIVE_CONNECTIONS", value: "true" },
              { name: "MINIMUM_DRAIN_DURATION", value: "30s" },
            ],
          },
        ],
      },
    },
  };
}

/** Proxies that a rolling update adds. */
export const proxySurge = 1;

/**
 * Spec of the EnvoyFilter that compresses answers, with Brotli or gzip as clients accept it (MP-17); Istio has no
 * setting of its own. networking.istio.io/v1alpha3, the only version; filter: envoyproxy.io/docs, extensions.filters.
 * http.compressor.v3.Compressor. By default Envoy compresses text and JSON from 30 bytes on.
 */
export function compressionSpec(gateway: string) {
  return {
    workloadSelector: { labels: istioProxyLabels(gateway) },
    // The last one in the list is the one before the router, and so the first that sees an answer.
    configPatches: [compressor("gzip", "Gzip", false), compressor("brotli", "Brotli", true)],
  };
}

function compressor(library: string, kind: string, preferred: boolean) {
  const extension = "type.googleapis.com/envoy.extensions";
  return {
    applyTo: "HTTP_FILTER",
    match: {
      context: "GATEWAY",
      listener: {
        filterChain: {
          filter: {
            name: "envoy.filters.network.http_connection_manager",
            subFilter: { name: "envoy.filters.http.router" },
          },
        },
      },
    },
    patch: {
      operation: "INSERT_BEFORE",
      value: {
        name: `envoy.filters.http.compressor.${library}`,
        typed_config: {
          "@type": `${extension}.filters.http.compressor.v3.Compressor`,
          compressor_library: {
            name: library,
            typed_config: { "@type": `${extension}.compression.${library}.compressor.v3.${kind}` },
          },
          // Of two encodings that a client likes equally.
          choose_first: preferred,
        },
      },
    },
  };
}

/**
 * Spec of the NetworkPolicy of a gateway's proxies: the whole namespace denies everything. Clients arrive with their own
 * addresses; the load balancer lets in those of `allowFrom` only.
 */
export function proxyNetworkSpec(
  gateway: string,
  { namespace, traces }: IstioPlacement,
  facts: { routeNamespaces: string[]; monitoringNamespace: string | undefined; proves: boolean },
) {
  const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: "TCP" }));
  const inNamespaces = (...names: string[]) => ({
    namespaceSelector: { matchExpressions: [{ key: label.namespaceName, operator: "In", values: names }] },
  });
  const { routeNamespaces, monitoringNamespace, proves } = facts;
  return {
    podSelector: { matchLabels: istioProxyLabels(gateway) },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { ports: tcp(80, 443, health.port) },
      ...(monitoringNamespace === undefined ? [] : [{ from: [inNamespaces(monitoringNamespace)], ports: tcp(15090) }]),
    ],
    egress: [
      {
        to: [{ ...inNamespaces(namespace), podSelector: { matchLabels: { app: "istiod" } } }],
        ports: tcp(15012),
      },
      ...(routeNamespaces.length ? [{ to: [inNamespaces(...[...routeNamespaces].sort())] }] : []),
      ...(traces ? [{ to: [inNamespaces(traces.namespace)], ports: tcp(traces.port) }] : []),
      ...(proves ? [{ to: [{ podSelector: { matchLabels: proofLabels } }], ports: tcp(proofPort) }] : []),
    ],
  };
}

/** How services see a gateway of Istio. */
export function istioGatewayRef(gateway: string): GatewayRef {
  return {
    kind: "istio",
    gatewayName: gateway,
    gatewayNamespace: gatewaysNamespace,
    scheme: "https",
    targetsPodIps: false,
    principal: { namespace: gatewaysNamespace, serviceAccount: istioProxyAccount(gateway) },
    sources: [
      {
        namespaceSelector: { matchLabels: { [label.namespaceName]: gatewaysNamespace } },
        podSelector: { matchLabels: istioProxyLabels(gateway) },
      },
    ],
  };
}
