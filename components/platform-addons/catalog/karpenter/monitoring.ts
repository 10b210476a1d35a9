import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Use of node pools", "percentunit", {
    "{{nodepool}} {{resource_type}}": "karpenter_nodepools_usage / (karpenter_nodepools_limit > 0)",
  }),
  graph("Nodes made and ended", "short", {
    made: "sum(increase(karpenter_nodes_created_total[1h]))",
    ended: "sum(increase(karpenter_nodes_terminated_total[1h]))",
  }),
  // A summary: of the quantiles 0, 0.5, 0.9, 0.99 and 1 alone.
  graph("Pods start within (p90)", "s", {
    p90: `max(karpenter_pods_startup_duration_seconds{quantile="0.9"})`,
  }),
  graph("Errors of AWS", "short", {
    "{{method}} {{error}}": "sum by (method, error) (increase(karpenter_cloudprovider_errors_total[1h]))",
  }),
];

const percent = "{{ $value | humanizePercentage }}";

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "capacity", {
      NodePoolAtLimit: {
        expr: `
          max by (nodepool, resource_type) (karpenter_nodepools_usage)
          / (max by (nodepool, resource_type) (karpenter_nodepools_limit) > 0) > 0.9`,
        for: "15m",
        severity: "warning",
        summary: "Node pool {{ $labels.nodepool }} is near its limit",
        description: `${percent} of its {{ $labels.resource_type }} is in use; at the limit no node comes.`,
      },
      InterruptionQueueSlow: {
        expr: `histogram_quantile(0.9, sum by (le) (rate(karpenter_interruption_message_queue_duration_seconds_bucket[10m]))) > 60`,
        for: "10m",
        severity: "warning",
        summary: "Notices of interruptions are read late",
        description: "They wait {{ $value | humanizeDuration }}; a spot node goes two minutes after its notice.",
      },
    }),
  ];
}
