import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Nodes", "short", { "{{state}}": "sum by (state) (cluster_autoscaler_nodes_count)" }),
  graph("Pods without a node", "short", { pods: "sum(cluster_autoscaler_unschedulable_pods_count)" }),
  graph("Growth that failed", "short", {
    "{{reason}}": "sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[1h]))",
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "capacity", {
      NodesNotStarted: {
        expr: "sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[30m])) > 0",
        for: "5m",
        severity: "warning",
        summary: "AWS gave no node: {{ $labels.reason }}",
        description: "Cluster Autoscaler asked a node group to grow and no node came, within the last 30 minutes.",
      },
    }),
  ];
}
