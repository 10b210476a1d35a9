import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that scale and measure. */
export const scaling: AddonPanels = {
  "cluster-autoscaler": () => [
    graph("Nodes", "short", { "{{state}}": "sum by (state) (cluster_autoscaler_nodes_count)" }),
    graph("Pods without a node", "short", { pods: "sum(cluster_autoscaler_unschedulable_pods_count)" }),
    graph("Growth that failed", "short", {
      "{{reason}}": "sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[1h]))",
    }),
  ],
  karpenter: () => [
    graph("Use of node pools", "percentunit", {
      "{{nodepool}} {{resource_type}}": "karpenter_nodepools_usage / (karpenter_nodepools_limit > 0)",
    }),
    graph("Nodes made and ended", "short", {
      made: "sum(increase(karpenter_nodes_created_total[1h]))",
      ended: "sum(increase(karpenter_nodes_terminated_total[1h]))",
    }),
    // A summary: of the quantiles 0, 0.5, 0.9, 0.99 and 1 alone.
    graph("Pods start within (p90)", "s", {
      p90: `max(karpenter_pods_startup_duration_seconds{quantile="0.9"})`,
    }),
    graph("Errors of AWS", "short", {
      "{{method}} {{error}}": "sum by (method, error) (increase(karpenter_cloudprovider_errors_total[1h]))",
    }),
  ],
  keda: () => [
    graph("What scales", "short", {
      "{{exported_namespace}}/{{scaledObject}}":
        "max by (exported_namespace, scaledObject) (keda_scaler_metrics_value)",
    }),
    graph("Errors of scalers", "short", {
      "{{exported_namespace}}/{{scaledObject}}":
        "sum by (exported_namespace, scaledObject) (increase(keda_scaler_detail_errors_total[1h]))",
    }),
  ],
  "metrics-server": () => [
    graph("Requests to kubelets", "reqps", {
      "{{success}}": "sum by (success) (rate(metrics_server_kubelet_request_total[5m]))",
    }),
    graph("A round over all nodes takes (p99)", "s", {
      p99: "histogram_quantile(0.99, sum by (le) (rate(metrics_server_manager_tick_duration_seconds_bucket[5m])))",
    }),
  ],
};
