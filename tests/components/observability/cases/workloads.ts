import { type AlertCases, type CasesByAlert, perSecond, steady } from "../support/promtool";

const pod = `namespace="production",pod="api-1"`;
const container = `${pod},container="api"`;
const waiting = (reason: string) => `kube_pod_container_status_waiting_reason{${container},reason="${reason}"}`;
const unready = `kube_pod_status_ready{${pod},condition="false"}`;
const phase = (name: string) => `kube_pod_status_phase{${pod},phase="${name}"}`;
const restarts = `kube_pod_container_status_restarts_total{${container}}`;
const ended = (reason: string) => `kube_pod_container_status_last_terminated_reason{${container},reason="${reason}"}`;
const cpu = `container_cpu_usage_seconds_total{${container},image="api:1"}`;
const memory = `container_memory_working_set_bytes{${container},image="api:1"}`;
const limit = (resource: string) => `kube_pod_container_resource_limits{${container},resource="${resource}"}`;
const throttled = `container_cpu_cfs_throttled_periods_total{${container}}`;
const periods = `container_cpu_cfs_periods_total{${container}}`;
const progressing = (status: string) =>
  `kube_deployment_status_condition{namespace="production",deployment="api",condition="Progressing",status="${status}"}`;
const failedJob = (condition: string) =>
  `kube_job_failed{namespace="production",job_name="report",condition="${condition}"}`;
const rollout = (state: string) => `rollout_info{exported_namespace="production",name="api",phase="${state}"}`;
const application = (status: string) => `argocd_app_info{name="api",project="default",sync_status="${status}"}`;

const lacks = (wanted: string, have: string, time: string): AlertCases => ({
  fires: [
    [{ [wanted]: steady(3), [have]: steady(2) }, time],
    [{ [wanted]: steady(3), [have]: "3x10 0x60" }, "55m"],
  ],
  silent: [
    [{ [wanted]: steady(3), [have]: steady(3) }, "1h"],
    [{ [wanted]: steady(3), [have]: "2x8 3x60" }, time],
  ],
});

export const workloadCases: CasesByAlert = {
  PodCrashLooping: {
    fires: [
      [{ [waiting("CrashLoopBackOff")]: steady(1) }, "11m"],
      // Between two attempts it runs for a moment.
      [{ [waiting("CrashLoopBackOff")]: "1x3 0x1 1x3 0x1 1x3 0x1 1x3 0x1 1x20" }, "14m"],
    ],
    silent: [
      [{ [waiting("ContainerCreating")]: steady(1) }, "1h"],
      [{ [waiting("CrashLoopBackOff")]: "1x2 0x60" }, "15m"],
    ],
  },
  PodNotReady: {
    fires: [
      [{ [unready]: steady(1), [phase("Running")]: steady(1) }, "16m"],
      [{ [unready]: "0x5 1x60", [phase("Running")]: steady(1) }, "25m"],
    ],
    silent: [
      [{ [unready]: steady(1), [phase("Running")]: steady(0), [phase("Succeeded")]: steady(1) }, "1h"],
      [{ [unready]: steady(0), [phase("Running")]: steady(1) }, "1h"],
    ],
  },
  PodPending: {
    fires: [
      [{ [phase("Pending")]: steady(1) }, "16m"],
      [{ [phase("Pending")]: "0x5 1x60" }, "25m"],
    ],
    silent: [
      [{ [phase("Pending")]: "1x5 0x60" }, "16m"],
      [{ [phase("Running")]: steady(1) }, "1h"],
    ],
  },
  ContainerOutOfMemory: {
    fires: [
      [{ [restarts]: "0x10 1x60", [ended("OOMKilled")]: "_x10 1x60" }, "14m"],
      [{ [restarts]: "0+1x60", [ended("OOMKilled")]: steady(1) }, "20m"],
    ],
    silent: [
      [{ [restarts]: "0x10 1x60", [ended("Error")]: "_x10 1x60" }, "14m"],
      [{ [restarts]: steady(1), [ended("OOMKilled")]: steady(1) }, "1h"], // long ago
    ],
  },
  ContainerCpuHigh: {
    fires: [
      [{ [cpu]: perSecond(0.9), [limit("cpu")]: steady(1) }, "25m"],
      [{ [cpu]: perSecond(1.7), [limit("cpu")]: steady(2) }, "25m"],
    ],
    silent: [
      [{ [cpu]: perSecond(0.79), [limit("cpu")]: steady(1) }, "1h"],
      [{ [cpu]: perSecond(4) }, "1h"], // without a limit there is nothing to be near
    ],
  },
  ContainerMemoryHigh: {
    fires: [
      [{ [memory]: steady(81), [limit("memory")]: steady(100) }, "16m"],
      [{ [memory]: "0+5x60", [limit("memory")]: steady(100) }, "40m"],
    ],
    silent: [
      [{ [memory]: steady(80), [limit("memory")]: steady(100) }, "1h"],
      [{ [memory]: steady(81), [limit("memory")]: steady(100) }, "14m"],
    ],
  },
  ContainerThrottled: {
    fires: [
      [{ [throttled]: perSecond(6), [periods]: perSecond(10) }, "40m"],
      [{ [throttled]: perSecond(10), [periods]: perSecond(10) }, "1h"],
    ],
    silent: [
      [{ [throttled]: perSecond(4), [periods]: perSecond(10) }, "1h"],
      [{ [throttled]: perSecond(6), [periods]: perSecond(10) }, "25m"],
    ],
  },
  DeploymentFailed: {
    fires: [
      [{ [progressing("false")]: steady(1) }, "2m"],
      [{ [progressing("false")]: "0x10 1x60", [progressing("true")]: "1x10 0x60" }, "13m"],
    ],
    silent: [
      [{ [progressing("true")]: steady(1), [progressing("false")]: steady(0) }, "1h"],
      [{ [progressing("unknown")]: steady(1) }, "1h"],
    ],
  },
  DeploymentDegraded: lacks(
    `kube_deployment_spec_replicas{namespace="production",deployment="api"}`,
    `kube_deployment_status_replicas_available{namespace="production",deployment="api"}`,
    "16m",
  ),
  StatefulSetDegraded: lacks(
    `kube_statefulset_replicas{namespace="production",statefulset="db"}`,
    `kube_statefulset_status_replicas_ready{namespace="production",statefulset="db"}`,
    "16m",
  ),
  DaemonSetDegraded: lacks(
    `kube_daemonset_status_desired_number_scheduled{namespace="falco",daemonset="falco"}`,
    `kube_daemonset_status_number_available{namespace="falco",daemonset="falco"}`,
    "31m",
  ),
  JobFailed: {
    fires: [
      [{ [failedJob("true")]: steady(1) }, "1m"],
      [{ [failedJob("true")]: "0x5 1x60" }, "8m"],
    ],
    silent: [
      [{ [failedJob("true")]: steady(0) }, "1h"],
      [{ [failedJob("false")]: steady(1) }, "1h"],
    ],
  },
  RolloutFailed: {
    fires: [
      [{ [rollout("Degraded")]: steady(1) }, "2m"],
      [{ [rollout("Degraded")]: "_x5 1x60" }, "10m"],
    ],
    silent: [
      [{ [rollout("Healthy")]: steady(1) }, "1h"],
      [{ [rollout("Progressing")]: steady(1) }, "1h"],
    ],
  },
  ApplicationOutOfSync: {
    fires: [
      [{ [application("OutOfSync")]: steady(1) }, "31m"],
      [{ [application("OutOfSync")]: "_x5 1x60" }, "40m"],
    ],
    silent: [
      [{ [application("Synced")]: steady(1) }, "2h"],
      [{ [application("OutOfSync")]: "1x10 stale" }, "31m"],
    ],
  },
};
