import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "nodes";

/** Share in use above which CPU or memory is an alert (VC-78). */
export const utilizationLimit = 0.8;

/** Alerts about nodes: down (VC-76), busy (VC-78), under pressure or out of disk (SS-70). */
export function nodeAlerts(facts: RuleFacts): RuleGroup {
  const percent = "{{ $value | humanizePercentage }}";
  return {
    name: "nodes",
    rules: [
      alert(facts, page, "NodeDown", {
        // A node that left on purpose has no series any more.
        expr: `max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0`,
        for: "5m",
        severity: "critical",
        summary: "Node {{ $labels.node }} is down",
        description: "It has not been ready for five minutes. Its pods move elsewhere, those with a volume last.",
      }),
      alert(facts, page, "NodeCpuHigh", {
        expr: `node:cpu_utilization:ratio > ${utilizationLimit}`,
        for: "15m",
        severity: "warning",
        summary: "CPU of node {{ $labels.node }} above 80 %",
        description: `${percent} of its CPU has been busy for 15 minutes.`,
      }),
      alert(facts, page, "NodeMemoryHigh", {
        expr: `node:memory_utilization:ratio > ${utilizationLimit}`,
        for: "15m",
        severity: "warning",
        summary: "Memory of node {{ $labels.node }} above 80 %",
        description: `${percent} of its memory has been in use for 15 minutes; above 95 % the kubelet evicts pods.`,
      }),
      alert(facts, page, "NodePressure", {
        expr: `max by (node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"}) == 1`,
        for: "5m",
        severity: "warning",
        summary: "Node {{ $labels.node }} reports {{ $labels.condition }}",
        description: "The kubelet takes no new pods there and evicts those that use most.",
      }),
      alert(facts, page, "NodeDiskFull", {
        expr: "node:filesystem_utilization:ratio > 0.85",
        for: "15m",
        severity: "warning",
        summary: "Disk of node {{ $labels.node }} is filling up",
        description: `${percent} of {{ $labels.mountpoint }} is in use; at 85 % the kubelet begins to remove images.`,
      }),
      alert(facts, page, "NodeConnectionsFull", {
        expr: "max by (node) (node_nf_conntrack_entries / node_nf_conntrack_entries_limit) > 0.8",
        for: "5m",
        severity: "warning",
        summary: "Connection table of node {{ $labels.node }} is filling up",
        description: `${percent} of its entries are taken; when it is full, new connections are dropped without an error.`,
      }),
      alert(facts, page, "NodeClockWrong", {
        expr: "max by (node) (abs(node_timex_offset_seconds)) > 0.1",
        for: "10m",
        severity: "warning",
        summary: "Clock of node {{ $labels.node }} is wrong",
        description: "It is {{ $value | humanizeDuration }} off. AWS refuses signatures that are five minutes off.",
      }),
      alert(facts, page, "KubeletDown", {
        expr: `max by (node) (up{job="kubelet",metrics_path="/metrics"}) == 0`,
        for: "15m",
        severity: "critical",
        summary: "Kubelet of node {{ $labels.node }} does not answer",
        description: "Its metrics could not be scraped for 15 minutes: pods there are neither started nor watched.",
      }),
    ],
  };
}
