import { deadMansSwitch } from "../../platform-addons/catalog/kube-prometheus-stack/routing";
import { copyKinds, copyName } from "../copies/names";
import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "monitoring";

/** Alerts about the monitoring itself, beside those of the chart, and the dead man's switch. */
export function monitoringAlerts(facts: RuleFacts): RuleGroup {
  const job = `cronjob=~"${copyKinds.map(copyName).join("|")}"`;
  return {
    name: "monitoring",
    rules: [
      alert(facts, page, deadMansSwitch, {
        expr: "vector(1)",
        for: "0m",
        severity: "none",
        summary: "Alerts arrive",
        description: "Always fires. A service outside the cluster raises the alarm when it stops coming.",
      }),
      alert(facts, page, "MetricsMissing", {
        expr: `
          absent(up{job="kube-state-metrics"} == 1) or absent(up{job="node-exporter"} == 1)
          or absent(up{job="kubelet",metrics_path="/metrics/cadvisor"} == 1)`,
        for: "10m",
        severity: "critical",
        summary: "Metrics of {{ $labels.job }} are missing",
        description: "Nothing of it has been scraped for ten minutes: the alerts made from it can't fire.",
      }),
      alert(facts, page, "CopyOverdue", {
        // One that never ended well counts from when it was made.
        expr: `
          time() - max by (namespace, cronjob) (
          kube_cronjob_status_last_successful_time{${job}} or kube_cronjob_created{${job}}
          ) > ${36 * 3600}`,
        for: "15m",
        severity: "warning",
        summary: "No copy by {{ $labels.cronjob }} for a day and a half",
        description: "The newest one is {{ $value | humanizeDuration }} old.",
      }),
    ],
  };
}
