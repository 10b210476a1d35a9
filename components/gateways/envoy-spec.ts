import type { GatewayRef } from "../shared/refs";
import { label } from "../shared/vocabulary";
import { gatewaysNamespace } from "./gateway-spec";
import { nlbService } from "./nlb";
import type { EnvoyGatewaySettings, IstioGatewaySettings, NlbGatewaySettings } from "./settings";
import { proxyRequests } from "./proxy-requests";

/** Where the proxies of gateways run: the namespace of Envoy Gateway, and the pool of add-ons. */
export interface ProxyPlacement {
  namespace: string;
  nodeSelector: Record<string, string>;
  tolerations: { key: string; operator: "Equal"; value: string; effect: string }[];
}

/** Path that the proxy itself answers, for load balancers that ask by HTTP. */
export const gatewayHealthPath = "/.platform/gateway-health";

/** envoyproxy/gateway v1.9.0, internal/gatewayapi/translator.go: labels of the pods of a Gateway's proxies. */
export function proxyLabels(gateway: string): Record<string, string> {
  return {
    "gateway.envoyproxy.io/owning-gateway-name": gateway,
    "gateway.envoyproxy.io/owning-gateway-namespace": gatewaysNamespace,
  };
}

/** Name of the Gateway before the one that services attach to. */
export const edgeOf = (gateway: string) => `${gateway}-edge`;

/** Name of the Service before the proxies of a gateway. */
export const proxyService = (gateway: string) => `gateway-${gateway}`;

/** Spec of an EnvoyProxy, gateway.envoyproxy.io/v1alpha1: envoyproxy/gateway v1.9.0, api/v1alpha1/envoyproxy_types.go. */
export function envoyProxySpec(
  gateway: string,
  settings: EnvoyGatewaySettings,
  placement: ProxyPlacement,
  facts: { clusterName: string; vpcCidr: string },
) {
  const { min, max } = settings.replicas;
  const spread = (topologyKey: string, whenUnsatisfiable: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    labelSelector: { matchLabels: proxyLabels(gateway) },
  });
  return {
    provider: {
      type: "Kubernetes",
      kubernetes: {
        envoyDeployment: {
          pod: {
            priorityClassName: "system-cluster-critical",
            nodeSelector: placement.nodeSelector,
            tolerations: placement.tolerations,
            topologySpreadConstraints: [
              // Up to four proxies on three nodes: a rule would keep the fourth waiting.
              spread(label.hostname, "ScheduleAnyway"),
              spread(label.zone, "ScheduleAnyway"),
            ],
          },
          container: { resources: { requests: proxyRequests, limits: { memory: "512Mi" } } },
        },
        envoyHpa: {
          minReplicas: min,
          maxReplicas: max,
          metrics: [
            { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
          ],
        },
        ...(min > 1 ? { envoyPDB: { maxUnavailable: 1 } } : {}),
        envoyService: proxyServiceSpec(gateway, settings, facts),
      },
    },
    // The load balancer needs a while to hear that a pod goes; until then the pod takes connections.
    shutdown: { drainTimeout: "60s", minDrainDuration: "25s" },
  };
}

/** The Service before the proxies; its annotations and the fields of its spec are side by side in an EnvoyProxy. */
function proxyServiceSpec(
  gateway: string,
  settings: EnvoyGatewaySettings,
  facts: { clusterName: string; vpcCidr: string },
) {
  const name = proxyService(gateway);
  if (settings.type !== "nlb") return { name, type: "ClusterIP" };
  const { annotations, spec } = nlbService(gateway, settings, facts);
  return { name, ...spec, annotations };
}

/**
 * Spec of a ClientTrafficPolicy: how the proxy takes requests. Behind an ALB the client is the address that the ALB
 * appends to X-Forwarded-For; behind an NLB it is the connection's, and what clients say in that header is not believed.
 */
export function clientTrafficSpec(gateway: string, settings: EnvoyGatewaySettings) {
  const seconds = `${settings.timeoutSeconds.toString()}s`;
  return {
    targetRefs: [gatewayTarget(gateway)],
    tcpKeepalive: keepalive,
    timeout: { http: { requestReceivedTimeout: seconds, idleTimeout: idleTimeout(settings) } },
    ...(settings.type === "nlb"
      ? { tls: { minVersion: "1.2" } }
      : {
          clientIPDetection: { xForwardedFor: { numTrustedHops: 1 } },
          healthCheck: { path: gatewayHealthPath },
        }),
  };
}

/**
 * MP-1: connections are kept, both ways. Linux would first ask after two hours, and an NLB forgets a flow that is silent
 * for 350 seconds: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
 */
const keepalive = { idleTime: "60s", interval: "30s", probes: 3 };

/** Longer than the ALB's own, or the ALB would send into a connection that the proxy just closed. */
function idleTimeout(settings: EnvoyGatewaySettings): string {
  return `${(settings.type === "nlb" ? settings.timeoutSeconds : settings.idleTimeoutSeconds + 10).toString()}s`;
}

/** Spec of a BackendTrafficPolicy: how the proxy passes requests on, for every route of the gateway. */
export function backendTrafficSpec(gateway: string, { timeoutSeconds, compression, rateLimit }: EnvoyGatewaySettings) {
  return {
    targetRefs: [gatewayTarget(gateway)],
    tcpKeepalive: keepalive,
    timeout: { http: { requestTimeout: `${timeoutSeconds.toString()}s` } },
    // In the order of preference.
    ...(compression ? { compressor: [{ type: "Brotli" }, { type: "Gzip" }] } : {}),
    ...(rateLimit === undefined
      ? {}
      : {
          rateLimit: {
            type: "Global",
            global: {
              rules: [
                {
                  clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
                  limit: { requests: rateLimit.requestsPerSecond, unit: "Second" },
                },
              ],
            },
          },
        }),
  };
}

/** Spec of a Certificate of cert-manager, cert-manager.io/v1. */
export function certificateSpec(
  gateway: string,
  { issuer, names }: NlbGatewaySettings | IstioGatewaySettings,
  domain: string,
) {
  return {
    secretName: secretName(gateway),
    issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer },
    dnsNames: certificateNames(names, domain),
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
  };
}

/** Names that the certificate of a gateway is for. */
export function certificateNames(names: string[] | undefined, domain: string): string[] {
  return names ?? [domain, `*.${domain}`];
}

/** Secret that the certificate of a gateway is in. */
export const secretName = (gateway: string) => `${gateway}-tls`;

/** How services see a gateway with proxies in the cluster. */
export function proxyGatewayRef(gateway: string, { namespace }: ProxyPlacement): GatewayRef {
  return {
    kind: "envoy",
    gatewayName: gateway,
    gatewayNamespace: gatewaysNamespace,
    scheme: "https",
    targetsPodIps: false,
    sources: [
      {
        namespaceSelector: { matchLabels: { [label.namespaceName]: namespace } },
        podSelector: { matchLabels: proxyLabels(gateway) },
      },
    ],
  };
}

function gatewayTarget(gateway: string) {
  return { group: "gateway.networking.k8s.io", kind: "Gateway", name: gateway };
}
