import type { CommonAddonSettings } from "../../addon";
import type { AlertmanagerSettings } from "./alertmanager-settings";
import type { GrafanaSettings } from "./grafana-settings";
import type { PrometheusSettings } from "./prometheus-settings";
import type { NamespaceTeams } from "./teams";

/** Settings of the monitoring stack, and what it has to know of the rest of the config. */
export interface StackSettings extends CommonAddonSettings {
  /** Namespace of the node exporter. */
  hostNamespace: string;
  prometheus: PrometheusSettings;
  alertmanager: AlertmanagerSettings;
  grafana: GrafanaSettings;
  /** Team of each application namespace that has one of its own. */
  teams: NamespaceTeams;
  /** Whether a job copies the blocks of Prometheus from its volume. */
  metricsCopied: boolean;
}
