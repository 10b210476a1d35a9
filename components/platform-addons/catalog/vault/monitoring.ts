import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Unsealed", "short", { "{{pod}}": "max by (pod) (vault_core_unsealed)" }),
  graph("Requests", "reqps", { requests: "sum(rate(vault_core_handle_request_count[5m]))" }),
  graph("A request takes (p99)", "ms", { p99: `max(vault_core_handle_request{quantile="0.99"})` }),
  graph("Leases", "short", { leases: "max(vault_expire_num_leases)" }),
  graph("Audit log could not be written", "short", {
    requests: "sum(increase(vault_audit_log_request_failure[1h]))",
    responses: "sum(increase(vault_audit_log_response_failure[1h]))",
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "security", {
      AuditLogFailing: {
        expr: "sum(increase(vault_audit_log_request_failure[10m])) + sum(increase(vault_audit_log_response_failure[10m])) > 0",
        for: "0m",
        severity: "critical",
        summary: "Vault cannot write its audit log",
        description: "It refuses requests when no audit device can be written, so that none goes unseen.",
      },
    }),
  ];
}
