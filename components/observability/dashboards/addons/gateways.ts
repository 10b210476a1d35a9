import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that lead traffic. */
export const gateways: AddonPanels = {
  "aws-load-balancer-controller": () => [
    graph("Calls of AWS", "reqps", { "{{service}}": "sum by (service) (rate(aws_api_calls_total[5m]))" }),
    graph("Calls that AWS refused or slowed", "short", {
      refused: "sum(increase(aws_api_call_permission_errors_total[1h]))",
      slowed: "sum(increase(aws_api_call_throttled_errors_total[1h]))",
    }),
  ],
  calico: () => [
    graph("Endpoints and policies", "short", {
      endpoints: "max(felix_cluster_num_workload_endpoints)",
      policies: "max(felix_cluster_num_policies)",
    }),
    graph("Failures to write rules to the node", "short", {
      "{{pod}} dataplane": "sum by (pod) (increase(felix_int_dataplane_failures[1h]))",
      "{{pod}} address sets": "sum by (pod) (increase(felix_ipset_errors[1h]))",
      "{{pod}} rules": "sum by (pod) (increase(felix_iptables_restore_errors[1h]))",
    }),
    graph("Errors in logs", "short", { "{{pod}}": "sum by (pod) (increase(felix_log_errors[1h]))" }),
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
  "external-dns": () => [
    graph("Since the last round", "s", { age: "time() - max(external_dns_controller_last_sync_timestamp_seconds)" }),
    graph("Errors", "short", {
      registry: "sum(increase(external_dns_registry_errors_total[1h]))",
      source: "sum(increase(external_dns_source_errors_total[1h]))",
    }),
  ],
  "istio-cni": () => [
    graph("Nodes where it is ready", "short", { ready: "sum(istio_cni_install_ready)" }),
    graph("Installations", "short", { "{{result}}": "sum by (result) (increase(istio_cni_installs_total[1h]))" }),
  ],
  istiod: () => [
    graph("Requests in the mesh", "reqps", {
      "{{destination_workload}}": `sum by (destination_workload) (rate(istio_requests_total{reporter="destination"}[5m]))`,
    }),
    graph("Errors in the mesh", "reqps", {
      "{{destination_workload}} {{response_code}}": `sum by (destination_workload, response_code) (rate(istio_requests_total{reporter="destination",response_code=~"5.."}[5m]))`,
    }),
    graph("Duration in the mesh, p99", "ms", {
      "{{destination_workload}}": `histogram_quantile(0.99, sum by (le, destination_workload) (rate(istio_request_duration_milliseconds_bucket{reporter="destination"}[5m])))`,
    }),
    graph("Requests without mutual TLS", "reqps", {
      "{{source_workload}} to {{destination_workload}}": `sum by (source_workload, destination_workload) (rate(istio_requests_total{reporter="destination",connection_security_policy!="mutual_tls"}[5m])) > 0`,
    }),
    graph("Configuration reaches proxies within (p99)", "s", {
      p99: "histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[5m])))",
    }),
    graph("Configuration that proxies refused", "short", { refused: "sum(increase(pilot_total_xds_rejects[1h]))" }),
    graph("Sidecars", "short", {
      injected: "sum(increase(sidecar_injection_success_total[1h]))",
      failed: "sum(increase(sidecar_injection_failure_total[1h]))",
    }),
    graph("Time left of the root certificate", "s", {
      left: "min(citadel_server_root_cert_expiry_seconds)",
    }),
  ],
};
