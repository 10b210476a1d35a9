import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that collect and keep logs. */
export const logs: AddonPanels = {
  alloy: () => [
    graph("Sent to Loki", "Bps", { "{{pod}}": "sum by (pod) (rate(loki_write_sent_bytes_total[5m]))" }),
    graph("Lines lost", "short", {
      "{{pod}} {{reason}}": "sum by (pod, reason) (increase(loki_write_dropped_entries_total[1h]))",
    }),
    graph("Components by health", "short", {
      "{{health_type}}": "sum by (health_type) (alloy_component_controller_running_components)",
    }),
  ],
  "fluent-bit": () => [
    graph("Read", "Bps", { "{{pod}}": "sum by (pod) (rate(fluentbit_input_bytes_total[5m]))" }),
    graph("Written", "short", { "{{pod}}": "sum by (pod) (rate(fluentbit_output_proc_records_total[5m]))" }),
    graph("Lines lost", "short", {
      "{{pod}} {{name}}": "sum by (pod, name) (increase(fluentbit_output_dropped_records_total[1h]))",
    }),
    graph("Tries again", "short", { "{{name}}": "sum by (name) (increase(fluentbit_output_retries_total[1h]))" }),
  ],
  loki: () => [
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
  ],
};
