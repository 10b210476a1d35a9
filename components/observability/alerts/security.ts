import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "security";
const days = 86400;

/** Alerts about certificates (SS-71) and about security events (SS-73). */
export function securityAlerts(facts: RuleFacts): RuleGroup {
  return {
    name: "security",
    rules: [
      ...certificateAlerts(facts),
      alert(facts, page, "RequestsRefused", {
        expr: `sum(rate(apiserver_request_total{code=~"401|403"}[10m])) / sum(rate(apiserver_request_total[10m])) > 0.1`,
        for: "10m",
        severity: "warning",
        summary: "The API server refuses many requests",
        description:
          "{{ $value | humanizePercentage }} of them had no valid identity or no right to what they asked for: a broken role, or somebody trying.",
      }),
      ...(facts.on("falco")
        ? [
            alert(facts, page, "ThreatDetected", {
              expr: "sum by (rule_name, source) (increase(falcosecurity_falco_rules_matches_total[5m])) > 0",
              for: "0m",
              severity: "critical",
              summary: "Falco saw {{ $labels.rule_name }}",
              description: "A rule of Falco matched in the last five minutes. Its log names node, pod and process.",
            }),
            alert(facts, page, "EventsDropped", {
              expr: "sum by (pod) (rate(falcosecurity_scap_n_drops_total[5m])) > 1",
              for: "10m",
              severity: "warning",
              summary: "Falco pod {{ $labels.pod }} misses events",
              description: "It drops {{ $value | humanize }} events a second: what happens in them, nobody sees.",
            }),
          ]
        : []),
      ...secretAlerts(facts),
    ],
  };
}

/** Alerts about what hands out secrets. */
function secretAlerts(facts: RuleFacts) {
  return [
    ...(facts.on("secrets-store-csi-driver")
      ? [
          alert(facts, page, "SecretsNotMounted", {
            expr: "sum by (provider, error_type) (increase(total_node_publish_error_total[15m])) > 2",
            for: "5m",
            severity: "warning",
            summary: "Secrets cannot be mounted: {{ $labels.error_type }}",
            description: `{{ $value | printf "%.0f" }} tries failed in fifteen minutes; the pods wait for them.`,
          }),
        ]
      : []),
    ...(facts.on("vault")
      ? [
          alert(facts, page, "AuditLogFailing", {
            expr: "sum(increase(vault_audit_log_request_failure[10m])) + sum(increase(vault_audit_log_response_failure[10m])) > 0",
            for: "0m",
            severity: "critical",
            summary: "Vault cannot write its audit log",
            description: "It refuses requests when no audit device can be written, so that none goes unseen.",
          }),
        ]
      : []),
  ];
}

function certificateAlerts(facts: RuleFacts) {
  if (!facts.on("cert-manager")) return [];
  const left = "min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time())";
  const certificate = "{{ $labels.exported_namespace }}/{{ $labels.name }}";
  return [
    alert(facts, page, "CertificateExpiresSoon", {
      // Renewal begins when a third of its life is left; under 14 days it has failed for a while.
      expr: `${left} < ${14 * days}`,
      for: "1h",
      severity: "warning",
      summary: `Certificate ${certificate} expires soon`,
      description: "It has {{ $value | humanizeDuration }} left and was not renewed.",
    }),
    alert(facts, page, "CertificateExpiresNow", {
      expr: `${left} < ${3 * days}`,
      for: "5m",
      severity: "critical",
      summary: `Certificate ${certificate} is about to expire`,
      description: "It has {{ $value | humanizeDuration }} left; then every client refuses it.",
    }),
    alert(facts, page, "CertificateNotReady", {
      expr: `max by (exported_namespace, name) (certmanager_certificate_ready_status{condition="True"}) == 0`,
      for: "30m",
      severity: "warning",
      summary: `Certificate ${certificate} is not issued`,
      description: "cert-manager has tried for 30 minutes.",
    }),
  ];
}
