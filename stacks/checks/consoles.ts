import { routeHost } from "../../components/app-service/traffic/route";
import type { ConsolesSettings } from "../../components/consoles/settings";
import { consoleTarget, type ConsoleView, namedConsoles } from "../../components/consoles/targets";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface ConsolesView extends ConsoleView {
  consoles: ConsolesSettings;
  domain: string;
  services: Record<string, { routes: { host: string }[] }>;
}

const missing = { grafana: "observability: {}", "argo-cd": "addons.argo-cd: {}" } as const;

/** Consoles against what the stack has of them, its gateways and the addresses of its services. */
export function checkConsoles(config: ConsolesView): CheckResult {
  const problems = namedConsoles(config.consoles).flatMap(({ name, settings }): ConfigProblem[] => {
    const path = `consoles.${name}`;
    const none = consoleTarget(name, config)
      ? []
      : [{ path, why: "is for what the stack does not have", set: `${missing[name]}, or remove it` }];
    return [...none, ...hostProblems(path, settings.host, config)];
  });
  return { problems };
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
