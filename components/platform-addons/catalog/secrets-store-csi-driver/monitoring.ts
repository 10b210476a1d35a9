import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Secrets mounted", "short", {
    mounted: "sum(increase(total_node_publish_total[1h]))",
    failed: "sum(increase(total_node_publish_error_total[1h]))",
  }),
  graph("Mounts that failed", "short", {
    "{{error_type}}": "sum by (error_type) (increase(total_node_publish_error_total[1h]))",
  }),
  graph("Rotations that failed", "short", {
    "{{error_type}}": "sum by (error_type) (increase(total_rotation_reconcile_error_total[1h]))",
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "security", {
      SecretsNotMounted: {
        expr: "sum by (provider, error_type) (increase(total_node_publish_error_total[15m])) > 2",
        for: "5m",
        severity: "warning",
        summary: "Secrets cannot be mounted: {{ $labels.error_type }}",
        description: `{{ $value | printf "%.0f" }} tries failed in fifteen minutes; the pods wait for them.`,
      },
    }),
  ];
}
