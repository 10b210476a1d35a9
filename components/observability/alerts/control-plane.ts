import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "control-plane";
const percent = "{{ $value | humanizePercentage }}";

/** Alerts about the API server, DNS and controllers (SS-68), about targets that can't be scraped (SS-69), and pod start (VC-98). */
export function controlPlaneAlerts(facts: RuleFacts): RuleGroup {
  return {
    name: "control-plane",
    rules: [
      alert(facts, page, "ApiServerDown", {
        expr: `absent(up{job="apiserver"} == 1)`,
        for: "5m",
        severity: "critical",
        summary: "The API server does not answer",
        description: "Prometheus has not reached it for five minutes. Pods run on, but nothing is changed or replaced.",
      }),
      alert(facts, page, "ApiServerErrors", {
        expr: "cluster:apiserver_errors:ratio_rate5m > 0.03",
        for: "10m",
        severity: "critical",
        summary: "The API server answers with errors",
        description: `${percent} of the requests got a server error for ten minutes.`,
      }),
      alert(facts, page, "ApiServerSlow", {
        expr: "verb:apiserver_request_duration_seconds:p99_5m > 1",
        for: "10m",
        severity: "warning",
        summary: "The API server is slow with {{ $labels.verb }}",
        description: "One request of a hundred takes longer than {{ $value | humanizeDuration }}.",
      }),
      alert(facts, page, "ControllerErrors", {
        expr: "controller:reconcile_errors:ratio_rate15m > 0.25",
        for: "30m",
        severity: "warning",
        summary: "Controller {{ $labels.controller }} of {{ $labels.job }} fails",
        description: `${percent} of its attempts failed for 30 minutes: something that was asked for is not made.`,
      }),
      alert(facts, page, "DnsErrors", {
        expr: `
          sum(rate(coredns_dns_responses_total{rcode="SERVFAIL"}[5m]))
          / sum(rate(coredns_dns_responses_total[5m])) > 0.01`,
        for: "10m",
        severity: "critical",
        summary: "DNS of the cluster fails",
        description: `${percent} of the answers were SERVFAIL for ten minutes; every call by name is touched.`,
      }),
      alert(facts, page, "DnsSlow", {
        expr: "histogram_quantile(0.99, sum by (le) (rate(coredns_dns_request_duration_seconds_bucket[5m]))) > 1",
        for: "10m",
        severity: "warning",
        summary: "DNS of the cluster is slow",
        description: "One query of a hundred takes longer than {{ $value | humanizeDuration }}.",
      }),
      alert(facts, page, "PodStartSlow", {
        // Of the kubelet: from the moment when it knows of the pod until its containers run, pulls of images included.
        expr: "cluster:pod_start_duration_seconds:p95_30m > 60",
        for: "10m",
        severity: "warning",
        summary: "Pods start slowly",
        description:
          "One pod of twenty takes longer than {{ $value | humanizeDuration }}. The objective is 60 seconds.",
      }),
      alert(facts, page, "ComponentDown", {
        expr: `
          max by (namespace, deployment) (kube_deployment_status_replicas_available${inPlatform(facts)}) == 0
          and on (namespace, deployment)
          max by (namespace, deployment) (kube_deployment_spec_replicas${inPlatform(facts)}) > 0`,
        for: "5m",
        severity: "critical",
        summary: "Component {{ $labels.namespace }}/{{ $labels.deployment }} is down",
        description: "None of its pods has passed its health check for five minutes.",
      }),
      alert(facts, page, "TargetDown", {
        expr: "1 - avg by (namespace, job) (up) > 0.1",
        for: "15m",
        severity: "warning",
        summary: "Metrics of {{ $labels.namespace }}/{{ $labels.job }} can't be scraped",
        description: `${percent} of its targets have not answered for 15 minutes: its alerts and dashboards are blind.`,
      }),
    ],
  };
}

function inPlatform({ platformNamespaces }: RuleFacts): string {
  return `{namespace=~"${platformNamespaces.join("|")}"}`;
}
