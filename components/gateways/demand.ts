import type { PodDemand } from "../platform-addons/pods";
import { sumOfRequests } from "../platform-addons/pods";
import { proxySurge } from "./istio-spec";
import { proxyRequests } from "./proxy-requests";
import type { GatewaySettings, GatewaysSettings } from "./settings";

/** What the proxies of gateways ask for at their most; they run on the system pool. `envoyNamespace`: that of Envoy Gateway. */
export function gatewayDemand(gateways: GatewaysSettings, envoyNamespace: string): PodDemand[] {
  return Object.entries(gateways).flatMap(([name, gateway]) =>
    gateway.type === "alb" ? [] : [proxyDemand(name, gateway, envoyNamespace)],
  );
}

function proxyDemand(
  name: string,
  gateway: Exclude<GatewaySettings, { type: "alb" }>,
  envoyNamespace: string,
): PodDemand {
  const ofMesh = gateway.type === "istio";
  return {
    addon: ofMesh ? "istiod" : "envoy-gateway",
    namespace: ofMesh ? `gateway-${name}` : envoyNamespace,
    workload: `Deployment/gateway-${name}`,
    copies: gateway.replicas.max + (ofMesh ? proxySurge : 0),
    pool: undefined,
    ...sumOfRequests([proxyRequests]),
  };
}
