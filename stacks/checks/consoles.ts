import { routeHost } from "../../components/app-service/traffic/route";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { ConsolesSettings } from "../../components/consoles/settings";
import { consoleTarget, type ConsoleView, namedConsoles } from "../../components/consoles/targets";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

/** What the check reads of a config. */
export interface ConsolesView extends ConsoleView {
  consoles: ConsolesSettings;
  domain: string;
  gateways: Record<string, unknown>;
  services: ServicesSettings;
}

const missing = { grafana: "observability: {}", "argo-cd": "addons.argo-cd: {}" } as const;

/** Consoles against what the stack has of them, its gateways and the addresses of its services. */
export function checkConsoles(config: ConsolesView): CheckResult {
  const problems = namedConsoles(config.consoles).flatMap(({ name, settings }): ConfigProblem[] => {
    const path = `consoles.${name}`;
    const none = consoleTarget(name, config)
      ? []
      : [{ path, why: "is for what the stack does not have", set: `${missing[name]}, or remove it` }];
    return [...none, ...gatewayProblems(path, settings.gateway, config), ...hostProblems(path, settings.host, config)];
  });
  return { problems };
}

function gatewayProblems(path: string, gateway: string | undefined, { gateways }: ConsolesView): ConfigProblem[] {
  const known = Object.keys(gateways);
  const none = "gateways: { public: { type: alb } }, with a name of your own";
  if (gateway !== undefined && Object.hasOwn(gateways, gateway)) return [];
  if (gateway === undefined && known.length === 1) return [];
  if (gateway !== undefined) {
    return [
      {
        path: `${path}.gateway`,
        given: `"${gateway}"`,
        why: notThere("gateway", gateway, known),
        set: oneOf(known, none),
      },
    ];
  }
  const why = known.length ? "is missing, and there is more than one" : "is missing, and the stack has no gateway";
  return [{ path: `${path}.gateway`, why, set: oneOf(known, none) }];
}

function hostProblems(path: string, host: string, { domain, services }: ConsolesView): ConfigProblem[] {
  const full = routeHost(host, domain);
  const other = Object.entries(services).find(([, { routes }]) =>
    routes.some((one) => routeHost(one.host, domain) === full),
  );
  if (!other) return [];
  const why = `is a host of services.${other[0]} as well, whose paths the console would share`;
  return [{ path: `${path}.host`, given: `"${host}"`, why, set: "a host of its own" }];
}
