import { alertGroup, type RuleFacts, type RuleGroup } from "./rule";

/** The alert of a collector of logs that gives lines up; the collectors of a stack share it. */
export function linesLost(facts: RuleFacts, expr: string): RuleGroup {
  return alertGroup(facts, "logging", {
    LogLinesLost: {
      expr,
      for: "5m",
      severity: "warning",
      summary: "Collector {{ $labels.namespace }}/{{ $labels.pod }} loses lines of logs",
      description: "It gave {{ $value | humanize }} of them up in fifteen minutes: they are nowhere but on the node.",
    },
  });
}
