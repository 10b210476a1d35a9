import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Alerts about threats (SS-73). */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "security", {
      ThreatDetected: {
        expr: "sum by (rule_name, source) (increase(falcosecurity_falco_rules_matches_total[5m])) > 0",
        for: "0m",
        severity: "critical",
        summary: "Falco saw {{ $labels.rule_name }}",
        description: "A rule of Falco matched in the last five minutes. Its log names node, pod and process.",
      },
      EventsDropped: {
        expr: "sum by (pod) (rate(falcosecurity_scap_n_drops_total[5m])) > 1",
        for: "10m",
        severity: "warning",
        summary: "Falco pod {{ $labels.pod }} misses events",
        description: "It drops {{ $value | humanize }} events a second: what happens in them, nobody sees.",
      },
    }),
  ];
}

/** Rows of the dashboard of security. */
export const securityRows = () => [
  {
    title: "Threats",
    panels: [
      graph("Matches of rules in an hour", "short", {
        "{{rule_name}}": "sum by (rule_name) (increase(falcosecurity_falco_rules_matches_total[1h]))",
      }),
      graph("Events dropped", "short", {
        "{{pod}}": "sum by (pod) (rate(falcosecurity_scap_n_drops_total[5m]))",
      }),
    ],
  },
];
