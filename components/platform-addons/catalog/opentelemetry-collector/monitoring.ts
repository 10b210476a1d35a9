import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Spans taken", "reqps", { "{{pod}}": "sum by (pod) (rate(otelcol_receiver_accepted_spans_total[5m]))" }),
  graph("Spans refused", "reqps", { "{{pod}}": "sum by (pod) (rate(otelcol_receiver_refused_spans_total[5m]))" }),
  graph("Spans sent", "reqps", {
    "{{pod}} {{exporter}}": "sum by (pod, exporter) (rate(otelcol_exporter_sent_spans_total[5m]))",
  }),
  graph("Spans lost", "short", {
    "{{pod}} {{exporter}}": "sum by (pod, exporter) (increase(otelcol_exporter_send_failed_spans_total[1h]))",
  }),
  graph("Waiting to be sent, of the queue", "percentunit", {
    "{{pod}} {{exporter}}": "otelcol_exporter_queue_size / (otelcol_exporter_queue_capacity > 0)",
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "logging", {
      SpansLost: {
        expr: "sum by (namespace, pod, exporter) (increase(otelcol_exporter_send_failed_spans_total[15m])) > 0",
        for: "10m",
        severity: "warning",
        summary: "Collector {{ $labels.namespace }}/{{ $labels.pod }} loses spans",
        description: "{{ $value | humanize }} of them did not reach {{ $labels.exporter }} in fifteen minutes.",
      },
    }),
  ];
}
