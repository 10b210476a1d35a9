import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that collect and keep traces. */
export const traces: AddonPanels = {
  "otel-gateway": () => [
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
  ],
  jaeger: () => [
    graph("Spans taken", "reqps", {
      "{{pod}}": `sum by (pod) (rate(otelcol_receiver_accepted_spans_total{pod=~"jaeger.*"}[5m]))`,
    }),
    graph("Spans that could not be kept", "short", {
      "{{pod}}": `sum by (pod) (increase(otelcol_exporter_send_failed_spans_total{pod=~"jaeger.*"}[1h]))`,
    }),
  ],
  tempo: () => [
    graph("Taken in", "Bps", { bytes: "sum(rate(tempo_distributor_bytes_received_total[5m]))" }),
    graph("Spans", "reqps", { spans: "sum(rate(tempo_distributor_spans_received_total[5m]))" }),
    graph("Refused", "short", { "{{reason}}": "sum by (reason) (increase(tempo_discarded_spans_total[1h]))" }),
    graph("Requests, p99", "s", {
      "{{route}}": "histogram_quantile(0.99, sum by (le, route) (rate(tempo_request_duration_seconds_bucket[5m])))",
    }),
  ],
};
