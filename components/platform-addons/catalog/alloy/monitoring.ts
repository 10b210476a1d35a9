import { linesLost } from "../../monitoring/lines-lost";
import { graph } from "../../monitoring/panels";
import { type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Sent to Loki", "Bps", { "{{pod}}": "sum by (pod) (rate(loki_write_sent_bytes_total[5m]))" }),
  graph("Lines lost", "short", {
    "{{pod}} {{reason}}": "sum by (pod, reason) (increase(loki_write_dropped_entries_total[1h]))",
  }),
  graph("Components by health", "short", {
    "{{health_type}}": "sum by (health_type) (alloy_component_controller_running_components)",
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [linesLost(facts, "sum by (namespace, pod) (increase(loki_write_dropped_entries_total[15m])) > 0")];
}
