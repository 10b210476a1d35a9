import type { MeshSettings } from "./mesh-settings";

/** Name of a service for every namespace of the cluster. */
export const serviceHost = (service: string, namespace: string) => `${service}.${namespace}.svc.cluster.local`;

/**
 * Spec of the DestinationRule of a service: load balancing, connections and circuit breaker of its callers.
 * networking.istio.io/v1: https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function destinationSpec(host: string, { connections, circuitBreaker }: MeshSettings) {
  return {
    host,
    trafficPolicy: {
      // Said, not left to what the caller's proxy finds out: never without TLS (MP-48).
      tls: { mode: "ISTIO_MUTUAL" },
      loadBalancer: { simple: "LEAST_REQUEST" },
      connectionPool: {
        tcp: { maxConnections: connections.max, connectTimeout: duration(connections.connectSeconds) },
        http: {
          http1MaxPendingRequests: connections.pendingRequests,
          http2MaxRequests: connections.requests,
          idleTimeout: duration(connections.idleSeconds),
          // HTTP/2 stays HTTP/2, which gRPC needs; else the proxies would speak HTTP/1.1 to each other.
          useClientProtocol: true,
        },
      },
      outlierDetection: {
        consecutive5xxErrors: circuitBreaker.consecutiveErrors,
        interval: duration(circuitBreaker.intervalSeconds),
        baseEjectionTime: duration(circuitBreaker.ejectionSeconds),
        maxEjectionPercent: circuitBreaker.maxEjectedPercent,
      },
    },
  };
}

/** Name of the route that takes what no header leads elsewhere; a canary moves its weights. */
export const meshRouteName = "all";

/**
 * Spec of the VirtualService of a service: timeout, retries and versions, for calls inside the mesh. Not an HTTPRoute of
 * the mesh (GAMMA): its `retry` is in the experimental channel only. A gateway's requests don't pass here but by their
 * HTTPRoute. During a canary the Service of the new version has a share, none at first. networking.istio.io/v1: https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function virtualServiceSpec(service: string, namespace: string, settings: MeshSettings, newVersion?: string) {
  const { split, timeoutSeconds } = settings;
  const common = { timeout: duration(timeoutSeconds), retries: retriesOf(settings) };
  const to = (name: string, weight: number) => ({
    destination: { host: serviceHost(name, namespace) },
    weight,
  });
  const byHeader = split?.header && {
    name: "header",
    match: [{ headers: { [split.header.name]: { exact: split.header.value } } }],
    route: [to(split.service ?? newVersion ?? service, 100)],
    ...common,
  };
  const weight = split?.weight ?? 0;
  const other = weight > 0 ? split?.service : newVersion;
  const shares = [to(service, 100 - weight), ...(other === undefined ? [] : [to(other, weight)])];
  return {
    hosts: [serviceHost(service, namespace)],
    http: [...(byHeader ? [byHeader] : []), { name: meshRouteName, route: shares, ...common }],
  };
}

/** Envoy waits between tries from 25 ms on, twice as long each time, at random up to ten times that. */
function retriesOf({ retries, timeoutSeconds }: MeshSettings) {
  if (retries.attempts === 0) return { attempts: 0 };
  const perTry = retries.perTrySeconds ?? timeoutSeconds / (retries.attempts + 1);
  return {
    attempts: retries.attempts,
    perTryTimeout: duration(perTry),
    backoff: "25ms",
    retryOn: "connect-failure,refused-stream,reset-before-request,unavailable,cancelled",
  };
}

/** Whole milliseconds where there are no whole seconds. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds.toString()}s` : `${Math.floor(seconds * 1000).toString()}ms`;
}
