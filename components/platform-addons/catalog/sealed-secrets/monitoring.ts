import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Secrets unsealed", "short", {
    unsealed: "sum(increase(sealed_secrets_controller_unseal_requests_total[1h]))",
    failed: "sum(increase(sealed_secrets_controller_unseal_errors_total[1h]))",
  }),
  graph("Not in the state that was sealed", "short", {
    "{{namespace}}/{{name}}": `sealed_secrets_controller_condition_info{condition="Synced"} < 1`,
  }),
];
