import { type CasesByAlert, perSecond, steady } from "../support/promtool";

const backup = (what: string) => `velero_backup_${what}{schedule="daily"}`;
const database = (what: string) => `cnpg_${what}{namespace="production",cluster="db",pod="db-1"}`;
const upstream = (what: string, more = "") =>
  `envoy_cluster_${what}{namespace="envoy",envoy_cluster_name="api"${more}}`;
const failed = upstream("upstream_rq_xx", `,envoy_response_code_class="5"`);
const time = (le: string) => upstream("upstream_rq_time_bucket", `,le="${le}"`);
const exporters = {
  'up{job="kube-state-metrics"}': steady(1),
  'up{job="node-exporter"}': steady(1),
  'up{job="kubelet",metrics_path="/metrics/cadvisor"}': steady(1),
};
const node = (name: string) => `node_total_hourly_cost{node="${name}",instance="10.0.0.9:9003"}`;
const volumePrice = `pv_hourly_cost{persistentvolume="pv-1"}`;
const volumeSize = `kube_persistentvolume_capacity_bytes{persistentvolume="pv-1"}`;
const store = 'velero_backup_location_status_gauge{backup_location_name="s3"}';

export const backupCases: CasesByAlert = {
  BackupFailed: {
    fires: [
      [{ [backup("failure_total")]: "0x5 1x240", [backup("partial_failure_total")]: steady(0) }, "20m"],
      [{ [backup("failure_total")]: steady(0), [backup("partial_failure_total")]: "0x5 1x240" }, "20m"],
    ],
    silent: [
      [{ [backup("failure_total")]: steady(0), [backup("partial_failure_total")]: steady(0) }, "1h"],
      [{ [backup("success_total")]: "0+1x240" }, "1h"],
    ],
  },
  BackupOverdue: {
    fires: [
      [{ [backup("last_successful_timestamp")]: steady(-37 * 3600) }, "20m"],
      [{ [backup("last_successful_timestamp")]: steady(-35 * 3600) }, "2h"],
    ],
    silent: [
      [{ [backup("last_successful_timestamp")]: steady(-24 * 3600) }, "2h"],
      [{ [backup("last_successful_timestamp")]: perSecond(1) }, "2h"],
    ],
  },
  BackupStoreUnavailable: {
    fires: [
      [{ [store]: steady(0) }, "16m"],
      [{ [store]: "1x5 0x60" }, "25m"],
    ],
    silent: [
      [{ [store]: steady(1) }, "1h"],
      [{ [store]: "0x5 1x60" }, "16m"],
    ],
  },
  DatabaseBackupFailed: {
    fires: [
      [
        {
          [database("collector_last_failed_backup_timestamp")]: steady(200),
          [database("collector_last_available_backup_timestamp")]: steady(100),
        },
        "6m",
      ],
      [
        {
          [database("collector_last_failed_backup_timestamp")]: steady(200),
          [database("collector_last_available_backup_timestamp")]: steady(0), // never one
        },
        "6m",
      ],
    ],
    silent: [
      [
        {
          [database("collector_last_failed_backup_timestamp")]: steady(100),
          [database("collector_last_available_backup_timestamp")]: steady(200),
        },
        "1h",
      ],
      [
        {
          [database("collector_last_failed_backup_timestamp")]: steady(0),
          [database("collector_last_available_backup_timestamp")]: steady(0), // none made yet
        },
        "1h",
      ],
    ],
  },
  DatabaseArchiveFailing: {
    fires: [
      [
        {
          [database("pg_stat_archiver_last_failed_time")]: steady(200),
          [database("pg_stat_archiver_last_archived_time")]: steady(100),
        },
        "11m",
      ],
      [
        {
          [database("pg_stat_archiver_last_failed_time")]: "0x5 300x60",
          [database("pg_stat_archiver_last_archived_time")]: steady(100),
        },
        "20m",
      ],
    ],
    silent: [
      [
        {
          [database("pg_stat_archiver_last_failed_time")]: steady(100),
          [database("pg_stat_archiver_last_archived_time")]: steady(200),
        },
        "1h",
      ],
      [
        {
          [database("pg_stat_archiver_last_failed_time")]: steady(200),
          [database("pg_stat_archiver_last_archived_time")]: "100x5 300x60",
        },
        "30m",
      ],
    ],
  },
  DatabaseDown: {
    fires: [
      [{ [database("collector_up")]: steady(0) }, "3m"],
      [{ [database("collector_up")]: "1x5 0x60" }, "9m"],
    ],
    silent: [
      [{ [database("collector_up")]: steady(1) }, "1h"],
      [{ [database("collector_up")]: steady(0), [database("collector_up").replace("db-1", "db-2")]: steady(1) }, "1h"],
    ],
  },
};

export const gatewayCases: CasesByAlert = {
  GatewayErrorsHigh: {
    fires: [
      [{ [failed]: perSecond(6), [upstream("upstream_rq_total")]: perSecond(100) }, "20m"],
      [{ [failed]: perSecond(1), [upstream("upstream_rq_total")]: perSecond(1) }, "20m"],
    ],
    silent: [
      [{ [failed]: perSecond(4), [upstream("upstream_rq_total")]: perSecond(100) }, "1h"],
      [{ [failed]: steady(9), [upstream("upstream_rq_total")]: steady(9) }, "1h"],
    ],
  },
  GatewayLatencyHigh: {
    fires: [
      [{ [time("1000")]: perSecond(9), [time("2500")]: perSecond(10), [time("+Inf")]: perSecond(10) }, "15m"],
      [{ [time("1000")]: perSecond(0), [time("2500")]: perSecond(1), [time("+Inf")]: perSecond(1) }, "15m"],
    ],
    silent: [
      [{ [time("1000")]: perSecond(10), [time("2500")]: perSecond(10), [time("+Inf")]: perSecond(10) }, "1h"],
      [{ [time("1000")]: steady(1), [time("2500")]: steady(2), [time("+Inf")]: steady(2) }, "1h"],
    ],
  },
  GatewayWithoutBackend: {
    fires: [
      [{ [upstream("membership_total")]: steady(3), [upstream("membership_healthy")]: steady(0) }, "6m"],
      [{ [upstream("membership_total")]: steady(3), [upstream("membership_healthy")]: "3x5 0x60" }, "12m"],
    ],
    silent: [
      [{ [upstream("membership_total")]: steady(3), [upstream("membership_healthy")]: steady(1) }, "1h"],
      [{ [upstream("membership_total")]: steady(0), [upstream("membership_healthy")]: steady(0) }, "1h"],
    ],
  },
};

const copied = `kube_cronjob_status_last_successful_time{namespace="monitoring",cronjob="copy-metrics"}`;
const made = `kube_cronjob_created{namespace="monitoring",cronjob="copy-metrics"}`;

export const monitoringCases: CasesByAlert = {
  DeadMansSwitch: {
    fires: [
      [{}, "1m"],
      [exporters, "1h"],
    ],
    silent: [], // never
  },
  MetricsMissing: {
    fires: [
      [{ ...exporters, 'up{job="node-exporter"}': steady(0) }, "11m"],
      [{ 'up{job="node-exporter"}': steady(1) }, "11m"],
    ],
    silent: [
      [exporters, "1h"],
      [{ ...exporters, 'up{job="kube-state-metrics"}': "0x5 1x60" }, "20m"],
    ],
  },
  CopyOverdue: {
    fires: [
      [{ [copied]: steady(-37 * 3600) }, "20m"],
      [{ [made]: steady(-40 * 3600) }, "20m"],
    ],
    silent: [
      [{ [copied]: steady(-24 * 3600), [made]: steady(-40 * 3600) }, "2h"],
      [{ [copied.replace("copy-metrics", "cleanup")]: steady(-72 * 3600) }, "2h"],
    ],
  },
};

export const costCases: CasesByAlert = {
  CostAboveCeiling: {
    fires: [
      [{ [node("a")]: "2x600", [node("b")]: "1x600" }, "7h"], // 2,190 USD a month
      [{ [node("a")]: "2x600", [volumePrice]: "0.001x600", [volumeSize]: `${1000 * 1024 ** 3}x600` }, "7h"], // volumes too
    ],
    silent: [
      [{ [node("a")]: "2x600" }, "8h"], // 1,460 USD a month
      [{ [node("a")]: "3x120 1x600" }, "8h"], // a short peak
    ],
  },
};
