import { z } from "zod";
import { namespaceName } from "../platform-addons/common-settings";
import { alertmanagerSettings } from "../platform-addons/catalog/kube-prometheus-stack/alertmanager-settings";
import { copiesSettings } from "./copies/settings";
import { grafanaSettings } from "../platform-addons/catalog/kube-prometheus-stack/grafana-settings";
import { logsSettings } from "./logs/settings";
import { prometheusSettings } from "../platform-addons/catalog/kube-prometheus-stack/prometheus-settings";
import { tracesSettings } from "./traces/settings";

/** What a tier decides about observability when a stack does not. */
export interface ObservabilityDefaults {
  prometheusReplicas: number;
  alertmanagerReplicas: number;
  lokiReplicas: number;
  collectorReplicas: number;
}

/** What a stack may say about metrics, alerts and dashboards. Without the key nothing of it is installed. */
export function observabilitySettings(defaults: ObservabilityDefaults) {
  return z.strictObject({
    namespace: namespaceName
      .default("monitoring")
      .describe("Namespace of Prometheus, Alertmanager, Grafana and kube-state-metrics."),
    hostNamespace: namespaceName
      .default("monitoring-host")
      .describe(
        "Namespace of the node exporter, which reads the hosts' files and network and so needs the Pod Security level privileged. " +
          "The same as `namespace` lowers the level of everything there.",
      ),
    prometheus: prometheusSettings(defaults.prometheusReplicas),
    alertmanager: alertmanagerSettings(defaults.alertmanagerReplicas),
    grafana: grafanaSettings(),
    logs: logsSettings(defaults.lokiReplicas),
    traces: tracesSettings(defaults.collectorReplicas),
    copies: copiesSettings(),
    runbooks: z
      .string()
      .min(1)
      .default("docs/runbooks")
      .describe(
        "Where docs/runbooks of this repository is published, without a slash at the end; alerts link to its pages. Left out: the path in the repository.",
      ),
    values: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Values of the chart kube-prometheus-stack for which there is no setting, merged over the platform's."),
  });
}

/** What a stack says of metrics, logs, traces and alerts, with every default filled in. */
export type ObservabilitySettings = z.output<ReturnType<typeof observabilitySettings>>;
