import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that keep secrets, certificates and images safe. */
export const security: AddonPanels = {
  "cert-manager": () => [
    graph("Time left of certificates", "s", {
      "{{exported_namespace}}/{{name}}": "certmanager_certificate_expiration_timestamp_seconds - time()",
    }),
    graph("Requests to authorities", "reqps", {
      "{{status}}": "sum by (status) (rate(certmanager_http_acme_client_request_count[5m]))",
    }),
  ],
  "sealed-secrets": () => [
    graph("Secrets unsealed", "short", {
      unsealed: "sum(increase(sealed_secrets_controller_unseal_requests_total[1h]))",
      failed: "sum(increase(sealed_secrets_controller_unseal_errors_total[1h]))",
    }),
    graph("Not in the state that was sealed", "short", {
      "{{namespace}}/{{name}}": `sealed_secrets_controller_condition_info{condition="Synced"} < 1`,
    }),
  ],
  "secrets-store-csi-driver": () => [
    graph("Secrets mounted", "short", {
      mounted: "sum(increase(total_node_publish_total[1h]))",
      failed: "sum(increase(total_node_publish_error_total[1h]))",
    }),
    graph("Mounts that failed", "short", {
      "{{error_type}}": "sum by (error_type) (increase(total_node_publish_error_total[1h]))",
    }),
    graph("Rotations that failed", "short", {
      "{{error_type}}": "sum by (error_type) (increase(total_rotation_reconcile_error_total[1h]))",
    }),
  ],
  "trivy-operator": () => [
    graph("Vulnerabilities", "short", { "{{severity}}": "sum by (severity) (trivy_image_vulnerabilities)" }),
    graph("Critical ones, by namespace", "short", {
      "{{namespace}}": `sum by (namespace) (trivy_image_vulnerabilities{severity="Critical"})`,
    }),
    graph("Secrets in images", "short", { "{{severity}}": "sum by (severity) (trivy_image_exposedsecrets)" }),
    graph("Audits of configuration that failed", "short", {
      "{{severity}}": "sum by (severity) (trivy_resource_configaudits)",
    }),
  ],
  vault: () => [
    graph("Unsealed", "short", { "{{pod}}": "max by (pod) (vault_core_unsealed)" }),
    graph("Requests", "reqps", { requests: "sum(rate(vault_core_handle_request_count[5m]))" }),
    graph("A request takes (p99)", "ms", { p99: `max(vault_core_handle_request{quantile="0.99"})` }),
    graph("Leases", "short", { leases: "max(vault_expire_num_leases)" }),
    graph("Audit log could not be written", "short", {
      requests: "sum(increase(vault_audit_log_request_failure[1h]))",
      responses: "sum(increase(vault_audit_log_response_failure[1h]))",
    }),
  ],
};
