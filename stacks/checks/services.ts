import { beforeRolloutName } from "../../components/app-service/jobs/job-names";
import { newVersionService } from "../../components/app-service/rollout/strategy";
import { routeHost } from "../../components/app-service/traffic/route";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { NamespacesSettings } from "../../components/namespaces/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

/** What the checks read of a config. */
export interface ServicesView {
  domain: string;
  namespaces: NamespacesSettings;
  gateways: Record<string, unknown>;
  services: ServicesSettings;
}

type Service = ServicesSettings[string];

/** Services against each other, their namespaces and their gateways. */
export function checkServices(config: ServicesView): CheckResult {
  const services = Object.entries(config.services);
  return {
    problems: [
      ...services.flatMap(([name, service]) => [
        ...namespaceProblems(name, service, config),
        ...callProblems(name, service, config),
        ...gatewayProblems(name, service, config),
        ...nameProblems(name, service, config),
      ]),
      ...sharedRoutes(config),
    ],
    warnings: services.flatMap(([name, service]) => hostWarnings(name, service, config)),
  };
}

/** Namespace of a service: its own, or the only one; undefined where that can't be told. */
export function serviceNamespace(service: Pick<Service, "namespace">, namespaces: object): string | undefined {
  const [only, ...others] = Object.keys(namespaces);
  return service.namespace ?? (others.length ? undefined : only);
}

function namespaceProblems(name: string, service: Service, { namespaces }: ServicesView): ConfigProblem[] {
  const known = Object.keys(namespaces);
  const path = `services.${name}.namespace`;
  const none = "namespaces: { production: {} }, with a name of your own";
  const namespace = serviceNamespace(service, namespaces);
  if (namespace === undefined) {
    const why = known.length ? "is missing, and there is more than one" : "is missing, and the stack has none";
    return [{ path, why, set: oneOf(known, none) }];
  }
  const target = namespaces[namespace];
  if (!target) {
    return [{ path, given: `"${namespace}"`, why: notThere("namespace", namespace, known), set: oneOf(known, none) }];
  }
  if (service.tier === undefined || !target.tiers.length || target.tiers.includes(service.tier)) return [];
  const why = notThere(`tier of namespace ${namespace}`, service.tier, target.tiers);
  return [{ path: `services.${name}.tier`, given: `"${service.tier}"`, why, set: oneOf(target.tiers, "") }];
}

function callProblems(name: string, service: Service, { services }: ServicesView): ConfigProblem[] {
  const others = Object.keys(services).filter((other) => other !== name && services[other]?.port !== "none");
  return service.calls.flatMap((called, index): ConfigProblem[] => {
    const problem = { path: `services.${name}.calls[${index}]`, given: `"${called}"` };
    const target = Object.hasOwn(services, called) ? services[called] : undefined;
    if (!target) {
      return [{ ...problem, why: notThere("service", called, others), set: oneOf(others, "remove it") }];
    }
    if (target.port !== "none") return [];
    const why = `can't be called: services.${called}.port is none`;
    return [{ ...problem, why, set: `services.${called}.port, or remove the call` }];
  });
}

/** Names that a service gives to objects of its new version and of what runs before it. */
function nameProblems(name: string, service: Service, { services }: ServicesView): ConfigProblem[] {
  const made: [made: string | undefined, what: string][] = [
    [newVersionService(name, service, "istio"), "its new version"],
    [service.beforeRollout && beforeRolloutName(name), "the run before its rollout"],
  ];
  return made.flatMap(([taken, what]) => {
    if (taken === undefined || !Object.hasOwn(services, taken)) return [];
    const why = `has the name that services.${name} gives to ${what}`;
    return [{ path: `services.${taken}`, why, set: "another name" }];
  });
}

function gatewayProblems(name: string, { routes }: Service, { gateways }: ServicesView): ConfigProblem[] {
  const known = Object.keys(gateways);
  return routes.flatMap(({ gateway }, index): ConfigProblem[] => {
    const path = `services.${name}.routes[${index}].gateway`;
    const none = "gateways: { public: { type: alb } }, with a name of your own";
    if (gateway === undefined) {
      if (known.length === 1) return [];
      const why = known.length ? "is missing, and there is more than one" : "is missing, and the stack has no gateway";
      return [{ path, why, set: oneOf(known, none) }];
    }
    if (Object.hasOwn(gateways, gateway)) return [];
    return [{ path, given: `"${gateway}"`, why: notThere("gateway", gateway, known), set: oneOf(known, none) }];
  });
}

/** One address leads to one service; a gateway would send it to the older of two. */
function sharedRoutes({ services, gateways, domain }: ServicesView): ConfigProblem[] {
  const [onlyGateway] = Object.keys(gateways);
  const owners = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  for (const [name, { routes }] of Object.entries(services)) {
    routes.forEach(({ host, path, gateway = onlyGateway }, index) => {
      const address = `${routeHost(host, domain)}${path}`;
      const key = `${gateway} ${address}`;
      const owner = owners.get(key);
      const at = `services.${name}.routes[${index}]`;
      if (owner === undefined) {
        owners.set(key, at);
        return;
      }
      problems.push({ path: at, given: `"${address}"`, why: `is ${owner} as well`, set: "another host or path" });
    });
  }
  return problems;
}

/** What the stack's zone and certificate do not cover: `*.<domain>` is for names directly below. */
function hostWarnings(name: string, { routes }: Service, { domain }: ServicesView): string[] {
  return routes.flatMap(({ host }, index) => {
    const full = routeHost(host, domain);
    const path = `services.${name}.routes[${index}].host`;
    if (full !== domain && !full.endsWith(`.${domain}`)) {
      return [`${path}: ${full} is not below ${domain}; its DNS record and a certificate for it are yours to provide.`];
    }
    if (full.split(".").length <= domain.split(".").length + 1) return [];
    return [`${path}: ${full} is two levels below ${domain}, which a certificate for *.${domain} does not cover.`];
  });
}
