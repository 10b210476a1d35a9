import { utilizationLimit } from "./nodes";
import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "workloads";
const pod = "{{ $labels.namespace }}/{{ $labels.pod }}";
const percent = "{{ $value | humanizePercentage }}";

/** Alerts about pods and what makes them: crash loops (VC-77), failed health checks (SS-69), failed deployments (SS-72). */
export function workloadAlerts(facts: RuleFacts): RuleGroup {
  return {
    name: "workloads",
    rules: [
      alert(facts, page, "PodCrashLooping", {
        expr: `max by (namespace, pod, container) (max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])) == 1`,
        for: "10m",
        severity: "warning",
        summary: `Pod ${pod} is crash-looping`,
        description: "Container {{ $labels.container }} ends and is started again, with longer and longer breaks.",
      }),
      alert(facts, page, "PodNotReady", {
        expr: `
          max by (namespace, pod) (kube_pod_status_ready{condition="false"}) == 1
          and on (namespace, pod) max by (namespace, pod) (kube_pod_status_phase{phase="Running"}) == 1`,
        for: "15m",
        severity: "warning",
        summary: `Pod ${pod} fails its health check`,
        description: "It runs but has not been ready for 15 minutes, so it gets no requests.",
      }),
      alert(facts, page, "PodPending", {
        expr: `max by (namespace, pod) (kube_pod_status_phase{phase="Pending"}) == 1`,
        for: "15m",
        severity: "warning",
        summary: `Pod ${pod} does not start`,
        description: "It has been pending for 15 minutes: no room, no image, no volume or no configuration.",
      }),
      alert(facts, page, "ContainerOutOfMemory", {
        expr: `
          sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[15m])) >= 1
          and on (namespace, pod, container)
          max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) == 1`,
        for: "0m",
        severity: "warning",
        summary: `Container {{ $labels.container }} of ${pod} ran out of memory`,
        description: "It reached its memory limit, was killed and started again within the last 15 minutes.",
      }),
      alert(facts, page, "ContainerCpuHigh", {
        expr: `container:cpu_utilization_of_limit:ratio > ${utilizationLimit}`,
        for: "15m",
        severity: "warning",
        summary: `CPU of container {{ $labels.container }} of ${pod} above 80 %`,
        description: `It has used ${percent} of its CPU limit for 15 minutes.`,
      }),
      alert(facts, page, "ContainerMemoryHigh", {
        expr: `container:memory_utilization_of_limit:ratio > ${utilizationLimit}`,
        for: "15m",
        severity: "warning",
        summary: `Memory of container {{ $labels.container }} of ${pod} above 80 %`,
        description: `It has used ${percent} of its memory limit for 15 minutes; at the limit it is killed.`,
      }),
      alert(facts, page, "ContainerThrottled", {
        expr: `
          sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{container!=""}[5m]))
          / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{container!=""}[5m])) > 0.5`,
        for: "30m",
        severity: "info",
        summary: `Container {{ $labels.container }} of ${pod} is throttled`,
        description: `Its CPU limit stopped it in ${percent} of the periods, so it answers later than it could.`,
      }),
      ...controllerAlerts(facts),
    ],
  };
}

function controllerAlerts(facts: RuleFacts) {
  return [
    alert(facts, page, "DeploymentFailed", {
      expr: `max by (namespace, deployment) (kube_deployment_status_condition{condition="Progressing",status="false"}) == 1`,
      for: "1m",
      severity: "critical",
      summary: "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} failed",
      description: "A rollout did not finish within its deadline. The old pods still serve, as far as there are any.",
    }),
    alert(facts, page, "DeploymentDegraded", {
      expr: `
        max by (namespace, deployment) (kube_deployment_spec_replicas)
        > max by (namespace, deployment) (kube_deployment_status_replicas_available)`,
      for: "15m",
      severity: "warning",
      summary: "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} lacks pods",
      description: "Fewer pods than wanted have been available for 15 minutes.",
    }),
    alert(facts, page, "StatefulSetDegraded", {
      expr: `
        max by (namespace, statefulset) (kube_statefulset_replicas)
        > max by (namespace, statefulset) (kube_statefulset_status_replicas_ready)`,
      for: "15m",
      severity: "warning",
      summary: "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} lacks pods",
      description: "Fewer pods than wanted have been ready for 15 minutes.",
    }),
    alert(facts, page, "DaemonSetDegraded", {
      expr: `
        max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled)
        > max by (namespace, daemonset) (kube_daemonset_status_number_available)`,
      for: "30m",
      severity: "warning",
      summary: "DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} lacks pods",
      description: "Some nodes have been without its pod for 30 minutes.",
    }),
    alert(facts, page, "JobFailed", {
      expr: `max by (namespace, job_name) (kube_job_failed{condition="true"}) == 1`,
      for: "0m",
      severity: "warning",
      summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} failed",
      description: "It used up its attempts. It stays, with its pods' logs, until somebody removes it.",
    }),
  ];
}
