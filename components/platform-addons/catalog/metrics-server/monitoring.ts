import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Requests to kubelets", "reqps", {
    "{{success}}": "sum by (success) (rate(metrics_server_kubelet_request_total[5m]))",
  }),
  graph("A round over all nodes takes (p99)", "s", {
    p99: "histogram_quantile(0.99, sum by (le) (rate(metrics_server_manager_tick_duration_seconds_bucket[5m])))",
  }),
];
