import { cloudWatchGraph, type DashboardSpec, graph, number } from "../../platform-addons/monitoring/panels";

/** "EKS Cluster Overview" (TB-79), with the panel "Node CPU Usage" of KP-50. Nodes, pods, control plane (VC-67, VC-68, SS-68). */
export function clusterDashboard({ cloudWatch }: { cloudWatch: boolean }): DashboardSpec {
  return {
    uid: "eks-cluster-overview",
    title: "EKS Cluster Overview",
    folder: "Platform",
    tags: ["cluster"],
    rows: [
      {
        title: "At a glance",
        panels: [
          number("Nodes ready", "short", `sum(kube_node_status_condition{condition="Ready",status="true"})`),
          number("Pods running", "short", `sum(kube_pod_status_phase{phase="Running"})`),
          number("Pods pending", "short", `sum(kube_pod_status_phase{phase="Pending"})`),
          number(
            "Alerts firing",
            "short",
            `count(ALERTS{alertstate="firing",severity=~"critical|warning"}) or vector(0)`,
          ),
        ],
      },
      {
        title: "Nodes",
        panels: [
          graph("Node CPU Usage", "percent", {
            "{{instance}}": `100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)`,
          }),
          graph("Node Memory Usage", "percentunit", { "{{node}}": "node:memory_utilization:ratio" }),
          graph("Node Disk Usage", "percentunit", { "{{node}} {{mountpoint}}": "node:filesystem_utilization:ratio" }),
          graph("Node Network", "Bps", {
            "{{node}} in": `sum by (node) (rate(node_network_receive_bytes_total{device!~"lo|veth.*|eni.*"}[5m]))`,
            "{{node}} out": `sum by (node) (rate(node_network_transmit_bytes_total{device!~"lo|veth.*|eni.*"}[5m]))`,
          }),
        ],
      },
      {
        title: "Pods",
        panels: [
          graph("CPU by namespace", "cores", { "{{namespace}}": "sum by (namespace) (container:cpu_usage:cores)" }),
          graph("Memory by namespace", "bytes", {
            "{{namespace}}": "sum by (namespace) (container:memory_working_set:bytes)",
          }),
          graph("Restarts in an hour", "short", {
            "{{namespace}}/{{pod}}": "topk(10, sum by (namespace, pod) (container:restarts:increase1h) > 0)",
          }),
          graph("Requested of what nodes offer", "percentunit", {
            CPU: `sum(kube_pod_container_resource_requests{resource="cpu"}) / sum(kube_node_status_allocatable{resource="cpu"})`,
            Memory: `sum(kube_pod_container_resource_requests{resource="memory"}) / sum(kube_node_status_allocatable{resource="memory"})`,
          }),
        ],
      },
      {
        title: "Control plane",
        panels: [
          graph("API server, p99", "s", { "{{verb}}": "verb:apiserver_request_duration_seconds:p99_5m" }),
          graph("API server, errors", "percentunit", { errors: "cluster:apiserver_errors:ratio_rate5m" }),
          graph("Controllers, errors", "percentunit", {
            "{{job}} {{controller}}": "controller:reconcile_errors:ratio_rate15m > 0",
          }),
          graph("Pods start within (p95)", "s", { p95: "cluster:pod_start_duration_seconds:p95_30m" }),
        ],
      },
      ...(cloudWatch
        ? [
            {
              title: "AWS",
              panels: [
                cloudWatchGraph("Load balancers: requests", "short", {
                  namespace: "AWS/ApplicationELB",
                  name: "RequestCount",
                  dimension: "LoadBalancer",
                  statistic: "Sum",
                }),
                cloudWatchGraph("Load balancers: errors of their own", "short", {
                  namespace: "AWS/ApplicationELB",
                  name: "HTTPCode_ELB_5XX_Count",
                  dimension: "LoadBalancer",
                  statistic: "Sum",
                }),
                cloudWatchGraph("Databases: CPU", "percent", {
                  namespace: "AWS/RDS",
                  name: "CPUUtilization",
                  dimension: "DBInstanceIdentifier",
                  statistic: "Average",
                }),
                cloudWatchGraph("Queues: age of the oldest message", "s", {
                  namespace: "AWS/SQS",
                  name: "ApproximateAgeOfOldestMessage",
                  dimension: "QueueName",
                  statistic: "Maximum",
                }),
              ],
            },
          ]
        : []),
    ],
  };
}
