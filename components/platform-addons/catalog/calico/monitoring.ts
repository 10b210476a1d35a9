import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Endpoints and policies", "short", {
    endpoints: "max(felix_cluster_num_workload_endpoints)",
    policies: "max(felix_cluster_num_policies)",
  }),
  graph("Failures to write rules to the node", "short", {
    "{{pod}} dataplane": "sum by (pod) (increase(felix_int_dataplane_failures[1h]))",
    "{{pod}} address sets": "sum by (pod) (increase(felix_ipset_errors[1h]))",
    "{{pod}} rules": "sum by (pod) (increase(felix_iptables_restore_errors[1h]))",
  }),
  graph("Errors in logs", "short", { "{{pod}}": "sum by (pod) (increase(felix_log_errors[1h]))" }),
];
