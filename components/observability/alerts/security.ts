import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "security";

/** Alerts about security events (SS-73) of the API server. */
export function securityAlerts(facts: RuleFacts): RuleGroup {
  return {
    name: "security",
    rules: [
      alert(facts, page, "RequestsRefused", {
        expr: `sum(rate(apiserver_request_total{code=~"401|403"}[10m])) / sum(rate(apiserver_request_total[10m])) > 0.1`,
        for: "10m",
        severity: "warning",
        summary: "The API server refuses many requests",
        description:
          "{{ $value | humanizePercentage }} of them had no valid identity or no right to what they asked for: a broken role, or somebody trying.",
      }),
    ],
  };
}
