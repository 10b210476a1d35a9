import { routeHost } from "../../components/app-service/traffic/route";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { ConsolesSettings } from "../../components/consoles/settings";
import { consoleTarget, type ConsoleView, namedConsoles } from "../../components/consoles/targets";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "./nearest";

/** What the check reads of a config. */
export interface ConsolesView extends ConsoleView {
  consoles: ConsolesSettings;
  domain: string;
  doors: Record<string, unknown>;
  services: ServicesSettings;
}

const missing = { grafana: "observability: {}", "argo-cd": "addons.argo-cd: {}" } as const;

/** Consoles against what the stack has of them, its doors and the addresses of its services. */
export function checkConsoles(config: ConsolesView): CheckResult {
  const problems = namedConsoles(config.consoles).flatMap(({ name, settings }): ConfigProblem[] => {
    const path = `consoles.${name}`;
    const none = consoleTarget(name, config)
      ? []
      : [{ path, why: "is for what the stack does not have", set: `${missing[name]}, or remove it` }];
    return [...none, ...doorProblems(path, settings.door, config), ...hostProblems(path, settings.host, config)];
  });
  return { problems };
}

function doorProblems(path: string, door: string | undefined, { doors }: ConsolesView): ConfigProblem[] {
  const known = Object.keys(doors);
  const none = "doors: { public: { type: alb } }, with a name of your own";
  if (door !== undefined && Object.hasOwn(doors, door)) return [];
  if (door === undefined && known.length === 1) return [];
  if (door !== undefined) {
    return [{ path: `${path}.door`, given: `"${door}"`, why: notThere("door", door, known), set: oneOf(known, none) }];
  }
  const why = known.length ? "is missing, and there is more than one" : "is missing, and the stack has no door";
  return [{ path: `${path}.door`, why, set: oneOf(known, none) }];
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
