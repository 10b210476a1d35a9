import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "capacity";
const percent = "{{ $value | humanizePercentage }}";

/** Alerts about room: quotas, volumes, autoscalers, disruption budgets, queues (SS-70), and how fast room comes (VC-100). */
export function capacityAlerts(facts: RuleFacts): RuleGroup {
  return {
    name: "capacity",
    rules: [
      alert(facts, page, "QuotaAlmostFull", {
        expr: `
          max by (namespace, resourcequota, resource) (kube_resourcequota{type="used"})
          / (max by (namespace, resourcequota, resource) (kube_resourcequota{type="hard"}) > 0) > 0.9`,
        for: "15m",
        severity: "warning",
        summary: "Quota of {{ $labels.resource }} in {{ $labels.namespace }} above 90 %",
        description: `${percent} of it is taken; when it is full, no new pod is admitted, those of a rollout neither.`,
      }),
      alert(facts, page, "AutoscalerAtMaximum", {
        expr: `
          max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas)
          >= max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas)
          unless on (namespace, horizontalpodautoscaler)
          max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas)
          == max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_min_replicas)`,
        for: "15m",
        severity: "warning",
        summary: "Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} is at its maximum",
        description: "For 15 minutes it has had all {{ $value }} pods that it may have, and can't add more.",
      }),
      alert(facts, page, "AutoscalingSlow", {
        expr: `
          max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas)
          > max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas)`,
        for: "2m",
        severity: "warning",
        summary: "Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} is slow",
        description:
          "For two minutes it has wanted {{ $value }} pods and has not got them. The objective is two minutes.",
      }),
      alert(facts, page, "PodUnschedulable", {
        expr: "max by (namespace, pod) (kube_pod_status_unschedulable) == 1",
        for: "2m",
        severity: "warning",
        summary: "No node takes pod {{ $labels.namespace }}/{{ $labels.pod }}",
        description: "For two minutes neither a node nor a new one has had room for it. The objective is two minutes.",
      }),
      alert(facts, page, "DisruptionBudgetBlocksDrain", {
        expr: `
          max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_pod_disruptions_allowed) == 0
          and on (namespace, poddisruptionbudget)
          max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_expected_pods) > 0`,
        for: "30m",
        severity: "warning",
        summary: "Budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} lets no pod go",
        description: "For 30 minutes no pod of it could be moved: a node that has one can't be drained, nor updated.",
      }),
      ...volumeAlerts(facts),
    ],
  };
}

function volumeAlerts(facts: RuleFacts) {
  const free = (what: string, all: string) =>
    `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_${what} / kubelet_volume_stats_${all})`;
  const claim = "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }}";
  return [
    alert(facts, page, "VolumeFilling", {
      expr: `
        ${free("available_bytes", "capacity_bytes")} < 0.2
        and on (namespace, persistentvolumeclaim)
        max by (namespace, persistentvolumeclaim) (predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400)) < 0`,
      for: "1h",
      severity: "warning",
      summary: `Volume ${claim} will be full within four days`,
      description: `${percent} is free, and it shrinks.`,
    }),
    alert(facts, page, "VolumeAlmostFull", {
      expr: `${free("available_bytes", "capacity_bytes")} < 0.05`,
      for: "5m",
      severity: "critical",
      summary: `Volume ${claim} is almost full`,
      description: `${percent} is free. A database stops when there is nothing left.`,
    }),
    alert(facts, page, "VolumeOutOfFiles", {
      expr: `${free("inodes_free", "inodes")} < 0.05`,
      for: "15m",
      severity: "warning",
      summary: `Volume ${claim} can hold few files more`,
      description: `${percent} of its inodes are free; without one no file can be made, however many bytes there are.`,
    }),
  ];
}
