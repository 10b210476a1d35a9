import { proxyService } from "./envoy-spec";
import { api, type GatewayObject } from "./gateway-object";
import { gatewaysNamespace, listenerName } from "./gateway-spec";

/**
 * From an ALB to the Envoy proxies behind it: an HTTPRoute for every request, and the ReferenceGrant in the proxies'
 * namespace that lets the route name their Service.
 */
export function passageObjects(edge: string, gateway: string, namespace: string, domain: string) {
  const group = "gateway.networking.k8s.io";
  const service = { group: "", kind: "Service", name: proxyService(gateway) };
  const grant: GatewayObject = {
    apiVersion: api.referenceGrant,
    kind: "ReferenceGrant",
    name: edge,
    namespace,
    spec: { from: [{ group, kind: "HTTPRoute", namespace: gatewaysNamespace }], to: [service] },
  };
  const route: GatewayObject = {
    apiVersion: api.gateway,
    kind: "HTTPRoute",
    name: edge,
    // The routes of services attach to the proxies; external-dns leads the names of the domain to the ALB.
    annotations: { "external-dns.alpha.kubernetes.io/hostname": `${domain},*.${domain}` },
    spec: {
      parentRefs: [{ group, kind: "Gateway", name: edge, sectionName: listenerName.https }],
      rules: [{ backendRefs: [{ ...service, namespace, port: 80, weight: 1 }] }],
    },
  };
  return { grant, route };
}
