import { everyAddon } from "../../platform-addons/registry";
import type { Theme } from "../../platform-addons/addon";
import type { DashboardRow } from "../../platform-addons/monitoring/panels";
import { type DashboardSpec, graph, number } from "../../platform-addons/monitoring/panels";

/** Whether an add-on is installed. */
export type On = (addon: string) => boolean;

/** "Application Performance" (TB-80): rate, errors and duration of all services (VC-69). */
export function applicationDashboard(): DashboardSpec {
  return {
    uid: "application-performance",
    title: "Application Performance",
    folder: "Platform",
    tags: ["services"],
    rows: [
      {
        title: "Requests",
        panels: [
          graph("Requests", "reqps", { "{{namespace}}/{{service}}": "service:requests:rate5m" }),
          graph("Errors", "percentunit", { "{{namespace}}/{{service}}": "service:request_errors:ratio_rate5m" }),
          graph("Duration, p95", "s", { "{{namespace}}/{{service}}": "service:request_duration_seconds:p95_5m" }),
          graph("Duration, p99", "s", { "{{namespace}}/{{service}}": "service:request_duration_seconds:p99_5m" }),
        ],
      },
      {
        title: "Objectives",
        panels: [
          graph("Errors of the last six hours, by objective", "percentunit", {
            "{{namespace}}/{{service}} {{slo}}": "slo:error_ratio:rate6h",
          }),
          graph("Burn rate of the last hour", "short", {
            "{{namespace}}/{{service}} {{slo}}": "slo:error_ratio:rate1h / (1 - slo:objective:ratio)",
          }),
        ],
      },
      {
        title: "Pods",
        panels: [
          graph("CPU of its limit, highest", "percentunit", {
            "{{namespace}}/{{pod}}": "topk(10, container:cpu_utilization_of_limit:ratio)",
          }),
          graph("Memory of its limit, highest", "percentunit", {
            "{{namespace}}/{{pod}}": "topk(10, container:memory_utilization_of_limit:ratio)",
          }),
        ],
      },
    ],
  };
}

/** "Cost Optimization" (TB-81): what is paid for and not used. Prices where OpenCost is installed. */
export function costDashboard(on: On): DashboardSpec {
  const unused = (resource: "cpu" | "memory", used: string) =>
    `topk(10, sum by (namespace) (kube_pod_container_resource_requests{resource="${resource}"}) - sum by (namespace) (${used}))`;
  const allocatable = (resource: string) => `sum(kube_node_status_allocatable{resource="${resource}"})`;
  return {
    uid: "cost-optimization",
    title: "Cost Optimization",
    folder: "Platform",
    tags: ["cost"],
    rows: [
      ...rowsOf("cost", on),
      {
        title: "Used of what is paid for",
        panels: [
          number("CPU used", "percentunit", `sum(container:cpu_usage:cores) / ${allocatable("cpu")}`),
          number("Memory used", "percentunit", `sum(container:memory_working_set:bytes) / ${allocatable("memory")}`),
          number(
            "CPU requested",
            "percentunit",
            `sum(kube_pod_container_resource_requests{resource="cpu"}) / ${allocatable("cpu")}`,
          ),
          number(
            "Memory requested",
            "percentunit",
            `sum(kube_pod_container_resource_requests{resource="memory"}) / ${allocatable("memory")}`,
          ),
        ],
      },
      {
        title: "Requested and not used",
        panels: [
          graph("CPU", "cores", { "{{namespace}}": unused("cpu", "container:cpu_usage:cores") }),
          graph("Memory", "bytes", { "{{namespace}}": unused("memory", "container:memory_working_set:bytes") }),
          graph("Volumes that nobody mounts", "short", {
            "{{namespace}}": `count by (namespace) (kube_persistentvolumeclaim_info unless on (namespace, persistentvolumeclaim) kubelet_volume_stats_capacity_bytes)`,
          }),
          graph("Nodes", "short", { nodes: "count(kube_node_info)" }),
        ],
      },
    ],
  };
}

/** "Security Monitoring" (TB-82): refused requests, certificates, threats. */
export function securityDashboard(on: On): DashboardSpec {
  return {
    uid: "security-monitoring",
    title: "Security Monitoring",
    folder: "Platform",
    tags: ["security"],
    rows: [
      {
        title: "API server",
        panels: [
          graph("Requests refused", "reqps", {
            "{{code}} {{verb}}": `sum by (code, verb) (rate(apiserver_request_total{code=~"401|403"}[5m]))`,
          }),
          graph("Changes of roles and secrets", "reqps", {
            "{{verb}} {{resource}}": `sum by (verb, resource) (rate(apiserver_request_total{resource=~"secrets|roles|rolebindings|clusterroles|clusterrolebindings",verb=~"POST|PUT|PATCH|DELETE"}[5m]))`,
          }),
        ],
      },
      {
        title: "Alerts",
        panels: [
          graph("Security alerts", "short", {
            "{{alertname}}": `count by (alertname) (ALERTS{alertstate="firing",alertname=~"ThreatDetected|RequestsRefused|Certificate.*"})`,
          }),
        ],
      },
      ...rowsOf("security", on),
    ],
  };
}

/** Rows that the add-ons of a stack have on the dashboard of a theme. */
function rowsOf(theme: Theme, on: On): DashboardRow[] {
  return everyAddon.filter(({ name }) => on(name)).flatMap(({ rows }) => rows?.[theme]?.() ?? []);
}
