import { linesLost } from "../../monitoring/lines-lost";
import { graph } from "../../monitoring/panels";
import { type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Read", "Bps", { "{{pod}}": "sum by (pod) (rate(fluentbit_input_bytes_total[5m]))" }),
  graph("Written", "short", { "{{pod}}": "sum by (pod) (rate(fluentbit_output_proc_records_total[5m]))" }),
  graph("Lines lost", "short", {
    "{{pod}} {{name}}": "sum by (pod, name) (increase(fluentbit_output_dropped_records_total[1h]))",
  }),
  graph("Tries again", "short", { "{{name}}": "sum by (name) (increase(fluentbit_output_retries_total[1h]))" }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [linesLost(facts, "sum by (namespace, pod) (increase(fluentbit_output_dropped_records_total[15m])) > 0")];
}
