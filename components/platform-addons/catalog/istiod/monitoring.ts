import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
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
];
