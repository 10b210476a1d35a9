import { consoleUrl } from "../../components/consoles/targets";
import type { FollowedConfig } from "./followed";

type View = Pick<FollowedConfig, "addons" | "observability" | "consoles" | "domain">;

/** The config, with the addresses of its consoles told to them: what they send people back to after a login. */
export function withConsoleUrls<Given extends View>(config: Given): Given {
  const { addons, observability, consoles, domain } = config;
  const grafana = consoleUrl("grafana", consoles, domain);
  const argoCd = consoleUrl("argo-cd", consoles, domain);
  const { "argo-cd": delivery } = addons;
  return {
    ...config,
    ...(observability && grafana !== undefined
      ? { observability: { ...observability, grafana: { url: grafana, ...defined(observability.grafana) } } }
      : {}),
    ...(delivery && argoCd !== undefined
      ? { addons: { ...addons, "argo-cd": { url: argoCd, ...defined(delivery) } } }
      : {}),
  };
}

/** What was left out may stand there as undefined, and would hide what is set before it. */
function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
