import { routeHost } from "../app-service/traffic/route";
import { consoleNames, type ConsoleName, type ConsolesSettings } from "./settings";

/** Where a console is in the cluster. */
export interface ConsoleTarget {
  namespace: string;
  service: string;
  port: number;
  /** Path that it answers without a login when it is well. */
  healthPath: string;
}

/** What is read of a stack to find its consoles. */
export interface ConsoleView {
  addons: { "argo-cd"?: { namespace: string } | undefined };
  observability?: { namespace: string } | undefined;
}

/** Where a console is; undefined where the stack does not have it. */
export function consoleTarget(name: ConsoleName, { addons, observability }: ConsoleView): ConsoleTarget | undefined {
  if (name === "grafana") {
    // Service of the chart kube-prometheus-stack, release of the same name: charts/grafana, templates/service.yaml.
    return observability && { ...grafana, namespace: observability.namespace };
  }
  const argoCd = addons["argo-cd"];
  return argoCd && { ...argoCdServer, namespace: argoCd.namespace };
}

const grafana = { service: "kube-prometheus-stack-grafana", port: 80, healthPath: "/api/health" };

/** argoproj/argo-helm, charts/argo-cd: `fullnameOverride: argocd`; what its own probes ask. */
const argoCdServer = { service: "argocd-server", port: 80, healthPath: "/healthz" };

/** Consoles that a stack names, in a fixed order. */
export function namedConsoles<Settings extends object>(consoles: { [Name in ConsoleName]?: Settings | undefined }) {
  return consoleNames.flatMap((name) => {
    const settings = consoles[name];
    return settings ? [{ name, settings }] : [];
  });
}

/** Namespaces of the consoles that a stack names and has. */
export function consoleNamespaces(consoles: ConsolesSettings, view: ConsoleView): string[] {
  return namedConsoles(consoles).flatMap(({ name }) => consoleTarget(name, view)?.namespace ?? []);
}

/** Address that people reach a console at; undefined where it is behind no gateway. */
export function consoleUrl(name: ConsoleName, consoles: ConsolesSettings, domain: string): string | undefined {
  const settings = consoles[name];
  return settings && `https://${routeHost(settings.host, domain)}`;
}
