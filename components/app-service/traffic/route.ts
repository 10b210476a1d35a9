import type { DoorRef } from "../../shared/refs";
import type { ServiceSettings } from "../settings";

/** One HTTPRoute: a host behind a door, with the paths that go to the service. */
export interface RoutePlan {
  /** Name of the object, the same whatever other routes there are; its parts have no dots but the host. */
  name: string;
  door: DoorRef;
  host: string;
  paths: string[];
}

/** The routes of a service, one for each door and host, sorted. */
export function routePlans(
  service: string,
  routes: ServiceSettings["routes"],
  doors: Record<string, DoorRef>,
  domain: string,
): RoutePlan[] {
  const plans = new Map<string, RoutePlan>();
  for (const { host: given, path, door: wanted } of routes) {
    const doorName = wanted ?? onlyKey(doors);
    const door = doorName === undefined ? undefined : doors[doorName];
    if (doorName === undefined || !door) throw new Error(`services.${service}.routes: no door "${doorName ?? ""}".`);
    const host = routeHost(given, domain);
    const name = `${service}.${doorName}.${host.replace("*", "wildcard")}`;
    const plan = plans.get(name) ?? { name, door, host, paths: [] };
    if (!plan.paths.includes(path)) plan.paths.push(path);
    plans.set(name, plan);
  }
  return [...plans.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Spec of an HTTPRoute, with the Service of a new version where a canary moves the weights: https://gateway-api.sigs.k8s.io/reference/1.4/spec/#httproutespec */
export function routeSpec({ door, host, paths }: RoutePlan, service: string, port: number, newVersion?: string) {
  return {
    parentRefs: [
      {
        group: "gateway.networking.k8s.io",
        kind: "Gateway",
        name: door.gatewayName,
        namespace: door.gatewayNamespace,
      },
    ],
    hostnames: [host],
    // The longest path first: the API orders by specificity itself, a reader of the object should see the same.
    rules: [...paths]
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
      .map((path) => ({
        matches: [{ path: { type: "PathPrefix", value: path } }],
        backendRefs:
          newVersion === undefined
            ? [backend(service, port, 1)]
            : [backend(service, port, 100), backend(newVersion, port, 0)],
      })),
  };
}

function backend(name: string, port: number, weight: number) {
  return { group: "", kind: "Service", name, port, weight };
}

/** Addresses of a service from outside. */
export function routeUrls(plans: RoutePlan[]): string[] {
  return plans.flatMap(({ door, host, paths }) =>
    paths.map((path) => `${door.scheme}://${host}${path === "/" ? "" : path}`),
  );
}

/** The one key of an object that has one. */
export function onlyKey(object: object): string | undefined {
  const [only, ...others] = Object.keys(object);
  return others.length ? undefined : only;
}
/** Host name of a route: one without a dot is below the stack's domain. */
export function routeHost(host: string, domain: string): string {
  return host.includes(".") ? host : `${host}.${domain}`;
}
