import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("What scales", "short", {
    "{{exported_namespace}}/{{scaledObject}}": "max by (exported_namespace, scaledObject) (keda_scaler_metrics_value)",
  }),
  graph("Errors of scalers", "short", {
    "{{exported_namespace}}/{{scaledObject}}":
      "sum by (exported_namespace, scaledObject) (increase(keda_scaler_detail_errors_total[1h]))",
  }),
];

const by = "by (exported_namespace, scaledObject, scaler)";

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "capacity", {
      QueueNotDrained: {
        // The age of the oldest message is in CloudWatch only; a queue that is never empty holds one at least that old.
        expr: `min ${by} (min_over_time(keda_scaler_metrics_value{scaler=~".*(sqs|rabbitmq|redis|kafka).*"}[30m])) > 0`,
        for: "5m",
        severity: "warning",
        summary: "Queue of {{ $labels.exported_namespace }}/{{ $labels.scaledObject }} is not drained",
        description: "Messages have waited for 30 minutes without the queue being empty once.",
      },
      ScalerFailing: {
        expr: `sum ${by} (rate(keda_scaler_detail_errors_total[10m])) > 0`,
        for: "15m",
        severity: "warning",
        summary: "Scaler of {{ $labels.exported_namespace }}/{{ $labels.scaledObject }} fails",
        description: "KEDA could not read {{ $labels.scaler }} for 15 minutes: the number of pods stays as it is.",
      },
    }),
  ];
}
