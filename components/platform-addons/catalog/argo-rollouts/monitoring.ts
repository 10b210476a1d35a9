import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Rollouts", "short", { "{{phase}}": "count by (phase) (rollout_info)" }),
  graph("Analyses", "short", { "{{phase}}": "count by (phase) (analysis_run_info)" }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "workloads", {
      RolloutFailed: {
        expr: `max by (exported_namespace, name) (rollout_info{phase="Degraded"}) == 1`,
        for: "1m",
        severity: "critical",
        summary: "Rollout {{ $labels.exported_namespace }}/{{ $labels.name }} failed",
        description: "Its analysis or its deadline stopped it; traffic is back on the stable version.",
      },
    }),
  ];
}
