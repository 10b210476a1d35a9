import type { PodDemand } from "../platform-addons/pods";
import { sumOfRequests } from "../platform-addons/pods";
import { proxySurge } from "./istio-spec";
import { proxyRequests } from "./proxy-requests";
import type { DoorSettings, DoorsSettings } from "./settings";

/** What the proxies of doors ask for at their most; they run on the system pool. `envoyNamespace`: that of Envoy Gateway. */
export function doorDemand(doors: DoorsSettings, envoyNamespace: string): PodDemand[] {
  return Object.entries(doors).flatMap(([name, door]) =>
    door.type === "alb" ? [] : [proxyDemand(name, door, envoyNamespace)],
  );
}

function proxyDemand(name: string, door: Exclude<DoorSettings, { type: "alb" }>, envoyNamespace: string): PodDemand {
  const ofMesh = door.type === "istio";
  return {
    addon: ofMesh ? "istiod" : "envoy-gateway",
    namespace: ofMesh ? `door-${name}` : envoyNamespace,
    workload: `Deployment/door-${name}`,
    copies: door.replicas.max + (ofMesh ? proxySurge : 0),
    pool: undefined,
    ...sumOfRequests([proxyRequests]),
  };
}
