import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
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
];

const upstream = "by (namespace, envoy_cluster_name)";

/**
 * Alerts about gateways with Envoy proxies, which see what never reaches a service. Load balancers of AWS report to
 * CloudWatch only; Grafana reads them there.
 */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "gateways", {
      GatewayErrorsHigh: {
        expr: `
          sum ${upstream} (rate(envoy_cluster_upstream_rq_xx{envoy_response_code_class="5"}[5m]))
          / (sum ${upstream} (rate(envoy_cluster_upstream_rq_total[5m])) > 0) > 0.05`,
        for: "10m",
        severity: "critical",
        summary: "Requests through the gateway to {{ $labels.envoy_cluster_name }} fail",
        description: "{{ $value | humanizePercentage }} of them got a server error for ten minutes.",
      },
      GatewayLatencyHigh: {
        // Envoy counts milliseconds.
        expr: `histogram_quantile(0.99, sum by (namespace, envoy_cluster_name, le) (rate(envoy_cluster_upstream_rq_time_bucket[5m]))) > 1000`,
        for: "5m",
        severity: "critical",
        summary: "Requests through the gateway to {{ $labels.envoy_cluster_name }} are slow",
        description: `One of a hundred takes longer than {{ $value | printf "%.0f" }} ms.`,
      },
      GatewayWithoutBackend: {
        expr: `
          max ${upstream} (envoy_cluster_membership_total) > 0
          and on (namespace, envoy_cluster_name) max ${upstream} (envoy_cluster_membership_healthy) == 0`,
        for: "5m",
        severity: "critical",
        summary: "Nothing behind the gateway serves {{ $labels.envoy_cluster_name }}",
        description: "None of its endpoints is healthy; every request to it fails.",
      },
    }),
  ];
}
