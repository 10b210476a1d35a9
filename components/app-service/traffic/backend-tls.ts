import { serverName } from "../tls/certificate";

/**
 * Spec of a BackendTLSPolicy: a gateway's proxies ask the Services of a service by TLS, and know them by the authority's
 * root and the service's name. gateway.networking.k8s.io/v1; a Secret as the root is an extension of Envoy Gateway
 * v1.9.0 (internal/gatewayapi/backendtlspolicy.go), which reads its key `ca.crt`.
 */
export function backendTlsSpec(services: string[], secret: string, namespace: string) {
  const [service = ""] = services;
  return {
    targetRefs: services.map((name) => ({ group: "", kind: "Service", name })),
    validation: {
      caCertificateRefs: [{ group: "", kind: "Secret", name: secret }],
      hostname: serverName(service, namespace),
    },
  };
}
