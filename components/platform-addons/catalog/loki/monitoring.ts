import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Taken in", "Bps", { "{{tenant}}": "sum by (tenant) (rate(loki_distributor_bytes_received_total[5m]))" }),
  graph("Refused", "short", {
    "{{reason}}": "sum by (reason) (increase(loki_discarded_samples_total[1h]))",
  }),
  graph("Requests, p99", "s", {
    "{{route}}": "histogram_quantile(0.99, sum by (le, route) (rate(loki_request_duration_seconds_bucket[5m])))",
  }),
  graph("Requests that failed", "reqps", {
    "{{route}}": `sum by (route) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m]))`,
  }),
  graph("Streams in memory", "short", { "{{pod}}": "sum by (pod) (loki_ingester_memory_streams)" }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "logging", {
      LogsRefused: {
        expr: "sum by (reason) (increase(loki_discarded_samples_total[15m])) > 0",
        for: "15m",
        severity: "warning",
        summary: "Loki refuses lines: {{ $labels.reason }}",
        description: "{{ $value | humanize }} of them in fifteen minutes, and so on for as long.",
      },
      LogStoreFailing: {
        expr: `
                sum(rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m]))
                / (sum(rate(loki_request_duration_seconds_count[5m])) > 0) > 0.05`,
        for: "10m",
        severity: "critical",
        summary: "Loki answers with errors",
        description: "{{ $value | humanizePercentage }} of what is asked or sent fails.",
      },
    }),
  ];
}
