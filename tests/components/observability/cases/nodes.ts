import { type CasesByAlert, perSecond, steady } from "../support/promtool";

const ready = `kube_node_status_condition{node="a",condition="Ready",status="true"}`;
const pressure = (condition: string) => `kube_node_status_condition{node="a",condition="${condition}",status="true"}`;
const idle = `node_cpu_seconds_total{node="a",cpu="0",mode="idle"}`;
const idle2 = `node_cpu_seconds_total{node="a",cpu="1",mode="idle"}`;
const available = `node_memory_MemAvailable_bytes{node="a",instance="10.0.0.1:9100"}`;
const total = `node_memory_MemTotal_bytes{node="a",instance="10.0.0.1:9100"}`;
const free = `node_filesystem_avail_bytes{node="a",mountpoint="/",fstype="xfs"}`;
const size = `node_filesystem_size_bytes{node="a",mountpoint="/",fstype="xfs"}`;
const used = `node_nf_conntrack_entries{node="a"}`;
const most = `node_nf_conntrack_entries_limit{node="a"}`;
const offset = `node_timex_offset_seconds{node="a"}`;
const kubelet = `up{job="kubelet",metrics_path="/metrics",node="a"}`;

export const nodeCases: CasesByAlert = {
  NodeDown: {
    fires: [
      [{ [ready]: "1x5 0x30" }, "15m"],
      [{ [ready]: steady(0), [ready.replace(`"a"`, `"b"`)]: steady(1) }, "6m"],
    ],
    silent: [
      [{ [ready]: steady(1) }, "1h"],
      [{ [ready]: "1x5 0x3 1x30" }, "12m"], // back before five minutes are over
      [{ [ready]: "1x5 0x2 stale" }, "20m"], // it left on purpose
    ],
  },
  NodeCpuHigh: {
    fires: [
      [{ [idle]: perSecond(0.1) }, "25m"],
      [{ [idle]: perSecond(0.35), [idle2]: perSecond(0.01) }, "25m"], // 82 % over both
    ],
    silent: [
      [{ [idle]: perSecond(0.21) }, "1h"], // 79 %
      [{ [idle]: perSecond(0.1) }, "14m"],
    ],
  },
  NodeMemoryHigh: {
    fires: [
      [{ [available]: steady(19), [total]: steady(100) }, "16m"],
      [{ [available]: steady(1), [total]: steady(100) }, "1h"],
    ],
    silent: [
      [{ [available]: steady(20), [total]: steady(100) }, "1h"], // exactly 80 %
      [{ [available]: "10x10 50x30", [total]: steady(100) }, "16m"],
    ],
  },
  NodePressure: {
    fires: [
      [{ [pressure("DiskPressure")]: steady(1) }, "6m"],
      [{ [pressure("MemoryPressure")]: steady(1), [pressure("PIDPressure")]: steady(0) }, "6m"],
    ],
    silent: [
      [{ [pressure("DiskPressure")]: steady(0) }, "1h"],
      [{ [pressure("Ready")]: steady(1) }, "1h"],
    ],
  },
  NodeDiskFull: {
    fires: [
      [{ [free]: steady(14), [size]: steady(100) }, "16m"],
      [{ [free]: "50-1x60", [size]: steady(100) }, "55m"],
    ],
    silent: [
      [{ [free]: steady(16), [size]: steady(100) }, "1h"],
      [{ [free.replace("xfs", "tmpfs")]: steady(1), [size.replace("xfs", "tmpfs")]: steady(100) }, "1h"],
    ],
  },
  NodeConnectionsFull: {
    fires: [
      [{ [used]: steady(81), [most]: steady(100) }, "6m"],
      [{ [used]: "0+5x30", [most]: steady(100) }, "25m"],
    ],
    silent: [
      [{ [used]: steady(79), [most]: steady(100) }, "1h"],
      [{ [used]: steady(81), [most]: steady(100) }, "4m"],
    ],
  },
  NodeClockWrong: {
    fires: [
      [{ [offset]: steady(0.2) }, "11m"],
      [{ [offset]: steady(-0.2) }, "11m"],
    ],
    silent: [
      [{ [offset]: steady(0.05) }, "1h"],
      [{ [offset]: steady(0.2) }, "9m"],
    ],
  },
  KubeletDown: {
    fires: [
      [{ [kubelet]: steady(0) }, "16m"],
      [{ [kubelet]: "1x5 0x60" }, "25m"],
    ],
    silent: [
      [{ [kubelet]: steady(1) }, "1h"],
      [{ [kubelet.replace("/metrics", "/metrics/cadvisor")]: steady(0) }, "1h"],
    ],
  },
};
