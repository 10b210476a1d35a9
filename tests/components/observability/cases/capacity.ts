import { type CasesByAlert, perSecond, steady } from "../support/promtool";

const quota = (type: string) =>
  `kube_resourcequota{namespace="production",resourcequota="quota",resource="pods",type="${type}"}`;
const hpa = (what: string) =>
  `kube_horizontalpodautoscaler_${what}{namespace="production",horizontalpodautoscaler="api"}`;
const [current, desired] = [hpa("status_current_replicas"), hpa("status_desired_replicas")];
const [max, min] = [hpa("spec_max_replicas"), hpa("spec_min_replicas")];
const unschedulable = `kube_pod_status_unschedulable{namespace="production",pod="api-1"}`;
const budget = (what: string) =>
  `kube_poddisruptionbudget_status_${what}{namespace="production",poddisruptionbudget="api"}`;
const volume = (what: string) =>
  `kubelet_volume_stats_${what}{namespace="production",persistentvolumeclaim="data-db-0"}`;
const queue = `keda_scaler_metrics_value{exported_namespace="production",scaledObject="worker",scaler="awsSqsQueueScaler-sqs"}`;
const failures = `keda_scaler_detail_errors_total{exported_namespace="production",scaledObject="worker",scaler="sqs"}`;
const usage = `karpenter_nodepools_usage{nodepool="default",resource_type="cpu"}`;
const poolLimit = `karpenter_nodepools_limit{nodepool="default",resource_type="cpu"}`;
const notices = (le: string) => `karpenter_interruption_message_queue_duration_seconds_bucket{le="${le}"}`;
const refused = `cluster_autoscaler_failed_scale_ups_total{reason="outOfResources"}`;

export const capacityCases: CasesByAlert = {
  QuotaAlmostFull: {
    fires: [
      [{ [quota("used")]: steady(91), [quota("hard")]: steady(100) }, "16m"],
      [{ [quota("used")]: steady(100), [quota("hard")]: steady(100) }, "1h"],
    ],
    silent: [
      [{ [quota("used")]: steady(90), [quota("hard")]: steady(100) }, "1h"],
      [{ [quota("used")]: steady(0), [quota("hard")]: steady(0) }, "1h"], // nothing allowed, nothing used
    ],
  },
  AutoscalerAtMaximum: {
    fires: [
      [{ [current]: steady(10), [max]: steady(10), [min]: steady(3) }, "16m"],
      [{ [current]: "3x5 10x60", [max]: steady(10), [min]: steady(3) }, "30m"],
    ],
    silent: [
      [{ [current]: steady(9), [max]: steady(10), [min]: steady(3) }, "1h"],
      [{ [current]: steady(3), [max]: steady(3), [min]: steady(3) }, "1h"], // it has one size only
    ],
  },
  AutoscalingSlow: {
    fires: [
      [{ [desired]: steady(5), [current]: steady(3) }, "3m"],
      [{ [desired]: "3x5 8x60", [current]: "3x5 4x60" }, "10m"],
    ],
    silent: [
      [{ [desired]: steady(3), [current]: steady(3) }, "1h"],
      [{ [desired]: "3x5 5x60", [current]: "3x6 5x60" }, "10m"], // within a minute
    ],
  },
  PodUnschedulable: {
    fires: [
      [{ [unschedulable]: steady(1) }, "3m"],
      [{ [unschedulable]: "_x5 1x60" }, "10m"],
    ],
    silent: [
      [{ [unschedulable]: "1 stale" }, "10m"],
      [{ [unschedulable]: steady(0) }, "1h"],
    ],
  },
  DisruptionBudgetBlocksDrain: {
    fires: [
      [{ [budget("pod_disruptions_allowed")]: steady(0), [budget("expected_pods")]: steady(1) }, "31m"],
      [{ [budget("pod_disruptions_allowed")]: "1x5 0x60", [budget("expected_pods")]: steady(3) }, "40m"],
    ],
    silent: [
      [{ [budget("pod_disruptions_allowed")]: steady(1), [budget("expected_pods")]: steady(3) }, "1h"],
      [{ [budget("pod_disruptions_allowed")]: steady(0), [budget("expected_pods")]: steady(0) }, "1h"], // no pods at all
    ],
  },
  VolumeFilling: {
    fires: [
      [{ [volume("available_bytes")]: "19-0.01x240", [volume("capacity_bytes")]: steady(100) }, "2h"],
      [{ [volume("available_bytes")]: "18-0.05x240", [volume("capacity_bytes")]: steady(100) }, "3h"],
    ],
    silent: [
      [{ [volume("available_bytes")]: steady(15), [volume("capacity_bytes")]: steady(100) }, "3h"], // it does not grow
      [{ [volume("available_bytes")]: "80-0.05x240", [volume("capacity_bytes")]: steady(100) }, "3h"],
    ],
  },
  VolumeAlmostFull: {
    fires: [
      [{ [volume("available_bytes")]: steady(4), [volume("capacity_bytes")]: steady(100) }, "6m"],
      [{ [volume("available_bytes")]: "10-1x9 0x60", [volume("capacity_bytes")]: steady(100) }, "20m"],
    ],
    silent: [
      [{ [volume("available_bytes")]: steady(6), [volume("capacity_bytes")]: steady(100) }, "1h"],
      [{ [volume("available_bytes")]: "4x2 50x60", [volume("capacity_bytes")]: steady(100) }, "10m"],
    ],
  },
  VolumeOutOfFiles: {
    fires: [
      [{ [volume("inodes_free")]: steady(4), [volume("inodes")]: steady(100) }, "16m"],
      [{ [volume("inodes_free")]: "20-1x15 4x60", [volume("inodes")]: steady(100) }, "45m"],
    ],
    silent: [
      [{ [volume("inodes_free")]: steady(6), [volume("inodes")]: steady(100) }, "1h"],
      [{ [volume("inodes_free")]: steady(0), [volume("inodes")]: steady(0) }, "1h"], // a file system without inodes
    ],
  },
  QueueNotDrained: {
    fires: [
      [{ [queue]: steady(5) }, "40m"],
      [{ [queue]: "0x5 100-1x60" }, "50m"],
    ],
    silent: [
      [{ [queue]: steady(0) }, "1h"],
      [{ [queue]: "5x20 0x1 5x240" }, "45m"], // it was empty once
    ],
  },
  ScalerFailing: {
    fires: [
      [{ [failures]: "0+1x60" }, "30m"],
      [{ [failures]: "0x10 0+1x60" }, "40m"],
    ],
    silent: [
      [{ [failures]: steady(7) }, "1h"],
      [{ [failures]: "0x5 1x60" }, "30m"], // once
    ],
  },
  NodePoolAtLimit: {
    fires: [
      [{ [usage]: steady(95), [poolLimit]: steady(100) }, "16m"],
      [{ [usage]: "50x5 100x60", [poolLimit]: steady(100) }, "30m"],
    ],
    silent: [
      [{ [usage]: steady(90), [poolLimit]: steady(100) }, "1h"],
      [{ [usage]: steady(1000) }, "1h"], // without a limit
    ],
  },
  InterruptionQueueSlow: {
    fires: [
      [{ [notices("60")]: "0x60", [notices("120")]: perSecond(1), [notices("+Inf")]: perSecond(1) }, "25m"],
      [{ [notices("60")]: perSecond(1), [notices("120")]: perSecond(2), [notices("+Inf")]: perSecond(2) }, "25m"],
    ],
    silent: [
      [{ [notices("60")]: perSecond(1), [notices("120")]: perSecond(1), [notices("+Inf")]: perSecond(1) }, "1h"],
      [{ [notices("60")]: steady(5), [notices("120")]: steady(5), [notices("+Inf")]: steady(5) }, "1h"], // no notices
    ],
  },
  NodesNotStarted: {
    fires: [
      [{ [refused]: "0x5 1x60" }, "15m"],
      [{ [refused]: "0+1x60" }, "20m"],
    ],
    silent: [
      [{ [refused]: steady(0) }, "1h"],
      [{ [refused]: steady(3) }, "1h"], // long ago
    ],
  },
};
