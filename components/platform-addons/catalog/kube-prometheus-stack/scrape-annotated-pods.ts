/** Annotation of a pod as service discovery names it: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod */
const annotation = (name: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${name}`;

/**
 * Scrape job `kubernetes-pods`: pods that ask for it by annotation (KP-49). What has a ServiceMonitor or PodMonitor needs
 * no annotation. Beside KP-49's two rules: the port, the labels by which rules find a pod, and no pod that has ended.
 */
export const annotatedPodsJob = {
  job_name: "kubernetes-pods",
  kubernetes_sd_configs: [{ role: "pod" }],
  relabel_configs: [
    { source_labels: [annotation("scrape")], action: "keep", regex: "true" },
    { source_labels: [annotation("path")], action: "replace", regex: "(.+)", target_label: "__metrics_path__" },
    { source_labels: [annotation("scheme")], action: "replace", regex: "(https?)", target_label: "__scheme__" },
    {
      // The port of the annotation instead of the container's, for IPv4 and [IPv6].
      source_labels: ["__meta_kubernetes_pod_ip", annotation("port")],
      action: "replace",
      regex: "((?:[0-9]{1,3}\\.){3}[0-9]{1,3});(\\d+)",
      replacement: "$1:$2",
      target_label: "__address__",
    },
    {
      source_labels: ["__meta_kubernetes_pod_ip", annotation("port")],
      action: "replace",
      regex: "([A-Fa-f0-9:]*:[A-Fa-f0-9:]*);(\\d+)",
      replacement: "[$1]:$2",
      target_label: "__address__",
    },
    { source_labels: ["__meta_kubernetes_pod_phase"], action: "drop", regex: "Pending|Succeeded|Failed" },
    { source_labels: ["__meta_kubernetes_namespace"], action: "replace", target_label: "namespace" },
    { source_labels: ["__meta_kubernetes_pod_name"], action: "replace", target_label: "pod" },
    {
      source_labels: ["__meta_kubernetes_pod_label_app_kubernetes_io_name"],
      action: "replace",
      target_label: "service",
    },
  ],
};
