import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "logging";

/** Alerts about what collects and keeps logs and traces: without them a gap is found when they are needed. */
export function loggingAlerts(facts: RuleFacts): RuleGroup {
  const lost = [
    ...(facts.on("fluent-bit")
      ? ["sum by (namespace, pod) (increase(fluentbit_output_dropped_records_total[15m])) > 0"]
      : []),
    ...(facts.on("alloy") ? ["sum by (namespace, pod) (increase(loki_write_dropped_entries_total[15m])) > 0"] : []),
  ];
  return {
    name: "logging",
    rules: [
      ...lost.slice(0, 1).map(() =>
        alert(facts, page, "LogLinesLost", {
          expr: lost.join("\nor "),
          for: "5m",
          severity: "warning",
          summary: "Collector {{ $labels.namespace }}/{{ $labels.pod }} loses lines of logs",
          description:
            "It gave {{ $value | humanize }} of them up in fifteen minutes: they are nowhere but on the node.",
        }),
      ),
      ...(facts.on("loki")
        ? [
            alert(facts, page, "LogsRefused", {
              expr: "sum by (reason) (increase(loki_discarded_samples_total[15m])) > 0",
              for: "15m",
              severity: "warning",
              summary: "Loki refuses lines: {{ $labels.reason }}",
              description: "{{ $value | humanize }} of them in fifteen minutes, and so on for as long.",
            }),
            alert(facts, page, "LogStoreFailing", {
              expr: `
                sum(rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m]))
                / (sum(rate(loki_request_duration_seconds_count[5m])) > 0) > 0.05`,
              for: "10m",
              severity: "critical",
              summary: "Loki answers with errors",
              description: "{{ $value | humanizePercentage }} of what is asked or sent fails.",
            }),
          ]
        : []),
      ...(facts.on("otel-gateway")
        ? [
            alert(facts, page, "SpansLost", {
              expr: "sum by (namespace, pod, exporter) (increase(otelcol_exporter_send_failed_spans_total[15m])) > 0",
              for: "10m",
              severity: "warning",
              summary: "Collector {{ $labels.namespace }}/{{ $labels.pod }} loses spans",
              description: "{{ $value | humanize }} of them did not reach {{ $labels.exporter }} in fifteen minutes.",
            }),
          ]
        : []),
    ],
  };
}
