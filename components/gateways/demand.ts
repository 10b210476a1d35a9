import type { PodDemand } from "../platform-addons/pods";
import { sumOfRequests } from "../platform-addons/pods";
import { proxySurge } from "./istio-spec";
import { proxyRequests } from "./proxy-requests";
import type { GatewaySettings, GatewaysSettings } from "./settings";

/**
 * What the proxies of gateways ask for at their most; they run on the system pool.
 *
 * @param envoyNamespace Namespace of Envoy Gateway; without that add-on nothing makes proxies of its gateways.
 */
export function gatewayDemand(gateways: GatewaysSettings, envoyNamespace: string | undefined): PodDemand[] {
  return Object.entries(gateways).flatMap(([name, gateway]) => {
    if (gateway.type === "alb") return [];
    const namespace = gateway.type === "istio" ? `gateway-${name}` : envoyNamespace;
    return namespace === undefined ? [] : [proxyDemand(name, gateway, namespace)];
  });
}

function proxyDemand(name: string, gateway: Exclude<GatewaySettings, { type: "alb" }>, namespace: string): PodDemand {
  const ofMesh = gateway.type === "istio";
  return {
    addon: ofMesh ? "istiod" : "envoy-gateway",
    namespace,
    workload: `Deployment/gateway-${name}`,
    copies: gateway.replicas.max + (ofMesh ? proxySurge : 0),
    pool: undefined,
    ...sumOfRequests([proxyRequests]),
  };
}
