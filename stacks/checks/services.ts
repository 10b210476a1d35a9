import { beforeRolloutName } from "../../components/app-service/jobs/job-names";
import { newVersionService } from "../../components/app-service/rollout/strategy";
import { routeHost } from "../../components/app-service/traffic/route";
import type { NamespacesSettings } from "../../components/namespaces/settings";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

/** What the checks read of a config. */
export interface ServicesView {
  domain: string;
  namespaces: NamespacesSettings;
  services: ResolvedStack["services"];
}

type Service = ResolvedStack["services"][string];

/** Services against each other and their namespaces. */
export function checkServices(config: ServicesView): CheckResult {
  const services = Object.entries(config.services);
  return {
    problems: [
      ...services.flatMap(([name, service]) => [
        ...tierProblems(name, service, config),
        ...callProblems(name, service, config),
        ...nameProblems(name, service, config),
      ]),
      ...sharedRoutes(config),
    ],
    warnings: [...services.flatMap(([name, service]) => hostWarnings(name, service, config)), ...splitHosts(config)],
  };
}

function tierProblems(name: string, { tier, namespace }: Service, { namespaces }: ServicesView): ConfigProblem[] {
  const { tiers = [] } = namespaces[namespace] ?? {};
  if (tier === undefined || !tiers.length || tiers.includes(tier)) return [];
  const why = notThere(`tier of namespace ${namespace}`, tier, tiers);
  return [{ path: `services.${name}.tier`, given: `"${tier}"`, why, set: oneOf(tiers, "remove it") }];
}

function callProblems(name: string, service: Service, { services }: ServicesView): ConfigProblem[] {
  return service.calls.flatMap((called, index): ConfigProblem[] => {
    const problem = { path: `services.${name}.calls[${index}]`, given: `"${called}"` };
    if (called === name) return [{ ...problem, why: "is the service itself", set: "remove it" }];
    if (services[called]?.port !== "none") return [];
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

/** One address leads to one service; a gateway would send it to the older of two. */
function sharedRoutes({ services, domain }: ServicesView): ConfigProblem[] {
  const owners = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  for (const [name, { routes }] of Object.entries(services)) {
    routes.forEach(({ host, path, gateway }, index) => {
      const address = `${routeHost(host, domain)}${path}`;
      // A prefix with a slash at its end is the one without: Gateway API, HTTPPathMatch, PathPrefix.
      const key = `${gateway} ${address.replace(/(.)\/+$/, "$1")}`;
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

/** Hosts that are routed at several gateways: a DNS record leads to one of them. */
function splitHosts({ services, domain }: ServicesView): string[] {
  const found = new Map<string, Set<string>>();
  for (const { host, gateway } of Object.values(services).flatMap(({ routes }) => routes)) {
    const full = routeHost(host, domain);
    found.set(full, (found.get(full) ?? new Set()).add(gateway));
  }
  return [...found]
    .filter(([, names]) => names.size > 1)
    .map(
      ([host, names]) =>
        `services: ${host} is routed at the gateways ${[...names].join(" and ")}, and its DNS record leads to one of them: ` +
        "requests that reach the other gateway's routes are lost. Give each gateway hosts of its own.",
    );
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
