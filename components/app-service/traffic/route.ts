import type { GatewayRef } from "../../shared/refs";
import { shortHash } from "../../shared/naming";
import type { ServiceSettings } from "../settings";
import { redirectFilter, ruleFeatures } from "./route-features";
import type { RouteFeatures } from "./route-settings";

/** One HTTPRoute: a host behind a gateway, with the paths that go to the service and ask the same of requests. */
export interface RoutePlan {
  /** Name of the object, the same whatever other routes there are; its parts have no dots but the host. */
  name: string;
  gateway: GatewayRef;
  host: string;
  paths: string[];
  features: RouteFeatures;
}

/** The routes of a service, one for each gateway and host and for each path that asks something of requests, sorted. */
export function routePlans(
  service: string,
  routes: ServiceSettings["routes"],
  gateways: Record<string, GatewayRef>,
  domain: string,
): RoutePlan[] {
  const plans = new Map<string, RoutePlan>();
  for (const { host: given, path, gateway: wanted, ...features } of routes) {
    const gatewayName = wanted ?? onlyKey(gateways);
    const gateway = gatewayName === undefined ? undefined : gateways[gatewayName];
    if (gatewayName === undefined || !gateway)
      throw new Error(`services.${service}.routes: no gateway "${gatewayName ?? ""}".`);
    const host = routeHost(given, domain);
    const common = `${service}.${gatewayName}.${host.replace("*", "wildcard")}`;
    const name = asksSomething(features) ? `${common}.${pathName(path)}` : common;
    const { redirectTo } = features;
    const target = redirectTo === undefined ? {} : { redirectTo: routeHost(redirectTo, domain) };
    const plan = plans.get(name) ?? { name, gateway, host, paths: [], features: { ...features, ...target } };
    if (!plan.paths.includes(path)) plan.paths.push(path);
    plans.set(name, plan);
  }
  return [...plans.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function asksSomething(features: RouteFeatures): boolean {
  return Object.values(features).some((feature) => feature !== undefined);
}

/** A path as part of a name: `/admin` is `admin`; where other paths would be called the same, with a hash of its own. */
function pathName(path: string): string {
  if (path === "/") return "root";
  const plain = path.slice(1);
  if (/^[a-z0-9]{1,40}$/.test(plain) && plain !== "root") return plain;
  const slug = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-|-$/g, "");
  return [...(slug ? [slug] : []), shortHash(path)].join("-");
}

/** Spec of an HTTPRoute, with the Service of a new version where a canary moves the weights: https://gateway-api.sigs.k8s.io/reference/1.4/spec/#httproutespec */
export function routeSpec(plan: RoutePlan, service: string, port: number, newVersion?: string) {
  const { name, gateway, host, paths, features } = plan;
  const backendRefs =
    newVersion === undefined
      ? [backend(service, port, 1)]
      : [backend(service, port, 100), backend(newVersion, port, 0)];
  return {
    parentRefs: [
      {
        group: "gateway.networking.k8s.io",
        kind: "Gateway",
        name: gateway.gatewayName,
        namespace: gateway.gatewayNamespace,
      },
    ],
    hostnames: [host],
    // The longest path first: the API orders by specificity itself, a reader of the object should see the same.
    rules: [...paths]
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
      .map((path) => ({
        matches: [{ path: { type: "PathPrefix", value: path } }],
        ...(features.redirectTo === undefined
          ? { ...ruleFeatures(name, gateway.kind, features), backendRefs }
          : { filters: [redirectFilter(features.redirectTo)] }),
      })),
  };
}

function backend(name: string, port: number, weight: number) {
  return { group: "", kind: "Service", name, port, weight };
}

/** Addresses of a service from outside. */
export function routeUrls(plans: RoutePlan[]): string[] {
  return plans.flatMap(({ gateway, host, paths, features }) =>
    (features.redirectTo === undefined ? paths : []).map(
      (path) => `${gateway.scheme}://${host}${path === "/" ? "" : path}`,
    ),
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
