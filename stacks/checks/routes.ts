import { namedConsoles } from "../../components/consoles/targets";
import type { GatewaySettings, GatewaysSettings } from "../../components/gateways/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface RoutesView {
  addons: Pick<AddonsSettings, "envoy-gateway">;
  gateways: GatewaysSettings;
  services: Record<string, { routes: Route[] }>;
  consoles?: ResolvedStack["consoles"];
}

type Route = ResolvedStack["services"][string]["routes"][number];
type Found = { key: string; why: string; set: string };

/** Condition values of a rule of an ALB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const albConditionValues = 5;

/** What routes ask of requests against what their gateways can. */
export function checkRoutes(config: RoutesView): CheckResult {
  const { gateways, addons } = config;
  const problems = routesOf(config).flatMap(([at, route]): ConfigProblem[] => {
    const name = route.gateway;
    const gateway = gateways[name];
    if (!gateway) return [];
    return found(route, name, gateway, addons).map(({ key, why, set }) => ({ path: `${at}.${key}`, why, set }));
  });
  return { problems };
}

/** Routes of services and consoles, each with its place in the config. */
function routesOf({ services, consoles = {} }: RoutesView): [at: string, route: Route][] {
  return [
    ...Object.entries(services).flatMap(([service, { routes }]) =>
      routes.map((route, index): [string, Route] => [`services.${service}.routes[${index.toString()}]`, route]),
    ),
    ...namedConsoles(consoles).map(({ name, settings }): [string, Route] => [
      `consoles.${name}`,
      { ...settings, path: "/" },
    ]),
  ];
}

function found(route: Route, name: string, gateway: GatewaySettings, addons: RoutesView["addons"]): Found[] {
  if (route.redirectTo !== undefined) return redirectProblems(route);
  if (gateway.type === "alb") return albProblems(route, name);
  if (gateway.type === "istio") return istioProblems(route);
  return envoyProblems(route, name, gateway, addons);
}

function redirectProblems(route: Route): Found[] {
  return (["allowFrom", "login", "timeoutSeconds", "retries", "rateLimit"] as const)
    .filter((key) => route[key] !== undefined)
    .map((key) => ({
      key,
      why: "stands beside redirectTo, and such requests don't reach the service",
      set: "one of them",
    }));
}

function albProblems({ allowFrom, path, login, timeoutSeconds, retries, rateLimit }: Route, name: string): Found[] {
  const problems: Found[] = [];
  // One value for the host; a path counts once as it is and once with everything below.
  const room = albConditionValues - 1 - (path === "/" ? 1 : 2);
  if (allowFrom && allowFrom.length > room) {
    const why = `has ${allowFrom.length.toString()} ranges, and a rule of an ALB has room for ${room.toString()} beside host and path`;
    problems.push({
      key: "allowFrom",
      why,
      set: `${room.toString()} at most, or gateways.${name}.allowFrom for the whole gateway`,
    });
  }
  if (login?.type === "oidc") {
    const why = "would have the load balancer's controller list Secrets, to find the client's";
    problems.push({
      key: "login.type",
      why,
      set: "cognito, with that provider behind the user pool, or a gateway of type nlb or alb-gateway",
    });
  }
  if (timeoutSeconds !== undefined) {
    const why = "can't be kept by an ALB, which has one idle timeout for all routes";
    problems.push({
      key: "timeoutSeconds",
      why,
      set: `gateways.${name}.idleTimeoutSeconds, or a gateway of type alb-gateway`,
    });
  }
  if (retries) {
    problems.push({
      key: "retries",
      why: "can't be made by an ALB, which tries once",
      set: "a gateway of type alb-gateway",
    });
  }
  if (rateLimit) {
    const why = "can't be counted by a route of an ALB, only for the whole gateway";
    problems.push({ key: "rateLimit", why, set: `gateways.${name}.rateLimit` });
  }
  return problems;
}

function istioProblems({ host, allowFrom, login, retries, rateLimit }: Route): Found[] {
  const problems: Found[] = [];
  if (allowFrom && host.startsWith("*")) {
    const why = "is for a wildcard host, which Istio can't tell from the same one with a port";
    problems.push({ key: "allowFrom", why, set: "a route for each host, or allowFrom of the gateway" });
  }
  if (login) {
    const why =
      "can't be asked for by Istio, which judges tokens (RequestAuthentication) and sends nobody to a login page";
    problems.push({ key: "login", why, set: "a gateway of type alb, nlb or alb-gateway" });
  }
  if (retries) {
    const why = "needs the experimental kinds of the Gateway API on a gateway of Istio, which tries twice by itself";
    problems.push({ key: "retries", why, set: "mesh.retries for calls inside the mesh, or remove it" });
  }
  if (rateLimit) {
    const why = "would be counted by each proxy of Istio alone";
    problems.push({
      key: "rateLimit",
      why,
      set: "a gateway of type nlb or alb-gateway, or alb with a limit of its own",
    });
  }
  return problems;
}

function envoyProblems(
  { login, timeoutSeconds, rateLimit }: Route,
  name: string,
  gateway: GatewaySettings,
  addons: RoutesView["addons"],
): Found[] {
  const problems: Found[] = [];
  if (login?.type === "cognito") {
    const why = "is what an ALB does itself, and this gateway is of proxies";
    problems.push({ key: "login.type", why, set: "oidc, with the user pool's issuer" });
  }
  // MP-N7: the load balancer in front closes a connection that is silent for longer.
  if (gateway.type === "alb-gateway" && timeoutSeconds !== undefined && timeoutSeconds > gateway.idleTimeoutSeconds) {
    const why = `is above the ${gateway.idleTimeoutSeconds.toString()} seconds after which the ALB in front gives up`;
    problems.push({
      key: "timeoutSeconds",
      why,
      set: `gateways.${name}.idleTimeoutSeconds: ${timeoutSeconds.toString()}`,
    });
  }
  if (rateLimit && addons["envoy-gateway"]?.rateLimitRedis === undefined) {
    const why = "is to be counted over all proxies, and there is nothing that counts";
    problems.push({ key: "rateLimit", why, set: "addons.envoy-gateway.rateLimitRedis" });
  }
  return problems;
}
