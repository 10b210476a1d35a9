import { kubePrometheusStack } from "../platform-addons/catalog/kube-prometheus-stack/kube-prometheus-stack";
import type { StackSettings } from "../platform-addons/catalog/kube-prometheus-stack/settings";
import type { NamespaceTeams } from "../platform-addons/catalog/kube-prometheus-stack/teams";
import type { SelectedAddon } from "../platform-addons/resolve";
import { isCopied } from "./copies/settings";
import type { ObservabilitySettings } from "./settings";

/** The monitoring stack as an add-on of the platform, from `platform:observability`. */
export function observabilityAddon(settings: ObservabilitySettings, teams: NamespaceTeams = {}): SelectedAddon {
  const { namespace, hostNamespace, prometheus, alertmanager, grafana, values, copies } = settings;
  const metricsCopied = isCopied(copies, "metrics");
  const stackSettings: StackSettings = {
    namespace,
    hostNamespace,
    prometheus,
    alertmanager,
    grafana,
    values,
    replicas: 1,
    teams,
    metricsCopied,
  };
  return { addon: kubePrometheusStack, settings: stackSettings };
}
