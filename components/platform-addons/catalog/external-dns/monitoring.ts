import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Since the last round", "s", { age: "time() - max(external_dns_controller_last_sync_timestamp_seconds)" }),
  graph("Errors", "short", {
    registry: "sum(increase(external_dns_registry_errors_total[1h]))",
    source: "sum(increase(external_dns_source_errors_total[1h]))",
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "control-plane", {
      DnsRecordsStale: {
        expr: "time() - max(external_dns_controller_last_sync_timestamp_seconds) > 1800",
        for: "5m",
        severity: "warning",
        summary: "DNS records are not written",
        description:
          "external-dns has not finished a round for {{ $value | humanizeDuration }}: new names lead nowhere.",
      },
    }),
  ];
}
