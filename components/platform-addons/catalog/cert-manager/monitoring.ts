import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Time left of certificates", "s", {
    "{{exported_namespace}}/{{name}}": "certmanager_certificate_expiration_timestamp_seconds - time()",
  }),
  graph("Requests to authorities", "reqps", {
    "{{status}}": "sum by (status) (rate(certmanager_http_acme_client_request_count[5m]))",
  }),
];

const days = 86400;
const left = "min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time())";
const certificate = "{{ $labels.exported_namespace }}/{{ $labels.name }}";

/** Alerts about certificates (SS-71). */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "security", {
      CertificateExpiresSoon: {
        // Renewal begins when a third of its life is left; under 14 days it has failed for a while.
        expr: `${left} < ${14 * days}`,
        for: "1h",
        severity: "warning",
        summary: `Certificate ${certificate} expires soon`,
        description: "It has {{ $value | humanizeDuration }} left and was not renewed.",
      },
      CertificateExpiresNow: {
        expr: `${left} < ${3 * days}`,
        for: "5m",
        severity: "critical",
        summary: `Certificate ${certificate} is about to expire`,
        description: "It has {{ $value | humanizeDuration }} left; then every client refuses it.",
      },
      CertificateNotReady: {
        expr: `max by (exported_namespace, name) (certmanager_certificate_ready_status{condition="True"}) == 0`,
        for: "30m",
        severity: "warning",
        summary: `Certificate ${certificate} is not issued`,
        description: "cert-manager has tried for 30 minutes.",
      },
    }),
  ];
}

/** Rows of the dashboard of security. */
export const securityRows = () => [
  {
    title: "Certificates",
    panels: [
      graph("Time left", "s", {
        "{{exported_namespace}}/{{name}}": "certmanager_certificate_expiration_timestamp_seconds - time()",
      }),
      graph("Not ready", "short", {
        "{{exported_namespace}}/{{name}}": `certmanager_certificate_ready_status{condition="False"} == 1`,
      }),
    ],
  },
];
