import type { RuleGroup } from "../../platform-addons/monitoring/rule";

/** File systems that are no disk: https://github.com/prometheus/node_exporter, collector filesystem. */
const disks = `fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660|nsfs",mountpoint!~"/var/lib/kubelet/.*"`;
const container = `container!="",image!=""`;
const byContainer = "by (namespace, pod, container)";

/**
 * Series that dashboards and alerts share (SS-62), named level:metric:operations
 * (https://prometheus.io/docs/practices/rules/). Nodes: CPU, memory, disk (VC-67). Containers: CPU, memory, restarts
 * (VC-68). The control plane: latency, errors, pod starts (SS-68).
 */
export function recordingRules(): RuleGroup[] {
  return [nodes, containers, controlPlane];
}

const nodes: RuleGroup = {
  name: "nodes.recording",
  rules: [
    {
      record: "node:cpu_utilization:ratio",
      expr: `1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))`,
    },
    {
      record: "node:memory_utilization:ratio",
      expr: "1 - max by (node) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
    },
    {
      record: "node:filesystem_utilization:ratio",
      expr: `1 - max by (node, mountpoint) (node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
    },
  ],
};

const containers: RuleGroup = {
  name: "containers.recording",
  rules: [
    {
      record: "container:cpu_usage:cores",
      expr: `sum ${byContainer} (rate(container_cpu_usage_seconds_total{${container}}[5m]))`,
    },
    {
      record: "container:memory_working_set:bytes",
      expr: `max ${byContainer} (container_memory_working_set_bytes{${container}})`,
    },
    {
      record: "container:restarts:increase1h",
      expr: `sum ${byContainer} (increase(kube_pod_container_status_restarts_total[1h]))`,
    },
    {
      record: "container:cpu_utilization_of_limit:ratio",
      expr: `container:cpu_usage:cores / max ${byContainer} (kube_pod_container_resource_limits{resource="cpu"})`,
    },
    {
      record: "container:memory_utilization_of_limit:ratio",
      expr: `container:memory_working_set:bytes / max ${byContainer} (kube_pod_container_resource_limits{resource="memory"})`,
    },
  ],
};

const controlPlane: RuleGroup = {
  name: "control-plane.recording",
  rules: [
    {
      record: "cluster:apiserver_errors:ratio_rate5m",
      expr: `sum(rate(apiserver_request_total{code=~"5.."}[5m])) / sum(rate(apiserver_request_total[5m]))`,
    },
    {
      record: "verb:apiserver_request_duration_seconds:p99_5m",
      expr: `histogram_quantile(0.99, sum by (le, verb) (rate(apiserver_request_duration_seconds_bucket{verb!~"WATCH|CONNECT",subresource!~"proxy|attach|log|exec|portforward"}[5m])))`,
    },
    {
      record: "controller:reconcile_errors:ratio_rate15m",
      expr: `sum by (namespace, job, controller) (rate(controller_runtime_reconcile_errors_total[15m])) / (sum by (namespace, job, controller) (rate(controller_runtime_reconcile_total[15m])) > 0)`,
    },
    {
      record: "cluster:pod_start_duration_seconds:p95_30m",
      expr: "histogram_quantile(0.95, sum by (le) (rate(kubelet_pod_start_duration_seconds_bucket[30m])))",
    },
  ],
};
