import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { type DashboardSpec, graph } from "./panels";
import type { On } from "./themes";

/**
 * Panels by add-on, of the metrics that each exports. Those that bring a dashboard by their chart (argo-cd, Falco) and
 * those whose only metrics are a controller's own, which "EKS Cluster Overview" shows, have none here.
 */
const panels: Record<string, () => Builder<Panel>[]> = {
  "cert-manager": () => [
    graph("Time left of certificates", "s", {
      "{{exported_namespace}}/{{name}}": "certmanager_certificate_expiration_timestamp_seconds - time()",
    }),
    graph("Requests to authorities", "reqps", {
      "{{status}}": "sum by (status) (rate(certmanager_http_acme_client_request_count[5m]))",
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
  "cluster-autoscaler": () => [
    graph("Nodes", "short", { "{{state}}": "sum by (state) (cluster_autoscaler_nodes_count)" }),
    graph("Pods without a node", "short", { pods: "sum(cluster_autoscaler_unschedulable_pods_count)" }),
    graph("Growth that failed", "short", {
      "{{reason}}": "sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[1h]))",
    }),
  ],
  "external-dns": () => [
    graph("Since the last round", "s", { age: "time() - max(external_dns_controller_last_sync_timestamp_seconds)" }),
    graph("Errors", "short", {
      registry: "sum(increase(external_dns_registry_errors_total[1h]))",
      source: "sum(increase(external_dns_source_errors_total[1h]))",
    }),
  ],
  "aws-load-balancer-controller": () => [
    graph("Calls of AWS", "reqps", { "{{service}}": "sum by (service) (rate(aws_api_calls_total[5m]))" }),
    graph("Calls that AWS refused or slowed", "short", {
      refused: "sum(increase(aws_api_call_permission_errors_total[1h]))",
      slowed: "sum(increase(aws_api_call_throttled_errors_total[1h]))",
    }),
  ],
  "argo-rollouts": () => [
    graph("Rollouts", "short", { "{{phase}}": "count by (phase) (rollout_info)" }),
    graph("Analyses", "short", { "{{phase}}": "count by (phase) (analysis_run_info)" }),
  ],
  "envoy-gateway": () => [
    graph("Requests by route", "reqps", {
      "{{envoy_cluster_name}}": "sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_total[5m]))",
    }),
    graph("Errors by route", "reqps", {
      "{{envoy_cluster_name}}": `sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{envoy_response_code_class="5"}[5m]))`,
    }),
    graph("Duration by route, p99", "ms", {
      "{{envoy_cluster_name}}":
        "histogram_quantile(0.99, sum by (le, envoy_cluster_name) (rate(envoy_cluster_upstream_rq_time_bucket[5m])))",
    }),
    graph("Connections", "short", { "{{pod}}": "sum by (pod) (envoy_listener_downstream_cx_active)" }),
  ],
  "cloudnative-pg": () => [
    graph("Databases up", "short", { "{{namespace}}/{{pod}}": "cnpg_collector_up" }),
    graph("Since the last good backup", "s", {
      "{{namespace}}/{{cluster}}":
        "time() - max by (namespace, cluster) (cnpg_collector_last_available_backup_timestamp > 0)",
    }),
  ],
  velero: () => [
    graph("Since the last good backup", "s", {
      "{{schedule}}": `time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})`,
    }),
    graph("Backups that failed", "short", {
      "{{schedule}}": `sum by (schedule) (increase(velero_backup_failure_total{schedule!=""}[1d]))`,
    }),
  ],
};

/** A page for each add-on that is installed and has metrics of its own. */
export function addonDashboards(on: On): DashboardSpec[] {
  return Object.entries(panels)
    .filter(([addon]) => on(addon))
    .map(([addon, make]) => ({
      uid: `addon-${addon}`,
      title: addon,
      folder: "Add-ons",
      tags: ["add-on"],
      rows: [{ title: addon, panels: make() }],
    }));
}
