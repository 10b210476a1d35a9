import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Spans taken", "reqps", {
    "{{pod}}": `sum by (pod) (rate(otelcol_receiver_accepted_spans_total{pod=~"jaeger.*"}[5m]))`,
  }),
  graph("Spans that could not be kept", "short", {
    "{{pod}}": `sum by (pod) (increase(otelcol_exporter_send_failed_spans_total{pod=~"jaeger.*"}[1h]))`,
  }),
];
