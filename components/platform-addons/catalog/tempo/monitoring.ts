import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Taken in", "Bps", { bytes: "sum(rate(tempo_distributor_bytes_received_total[5m]))" }),
  graph("Spans", "reqps", { spans: "sum(rate(tempo_distributor_spans_received_total[5m]))" }),
  graph("Refused", "short", { "{{reason}}": "sum by (reason) (increase(tempo_discarded_spans_total[1h]))" }),
  graph("Requests, p99", "s", {
    "{{route}}": "histogram_quantile(0.99, sum by (le, route) (rate(tempo_request_duration_seconds_bucket[5m])))",
  }),
];
