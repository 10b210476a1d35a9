import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Applications by sync", "short", { "{{sync_status}}": "count by (sync_status) (argocd_app_info)" }),
  graph("Applications by health", "short", { "{{health_status}}": "count by (health_status) (argocd_app_info)" }),
  graph("Syncs", "short", { "{{phase}}": "sum by (phase) (increase(argocd_app_sync_total[1h]))" }),
  graph("Fetches of Git that failed", "short", { failed: "sum(increase(argocd_git_fetch_fail_total[1h]))" }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "workloads", {
      ApplicationOutOfSync: {
        expr: `max by (name, project) (argocd_app_info{sync_status="OutOfSync"}) == 1`,
        for: "30m",
        severity: "warning",
        summary: "Application {{ $labels.name }} of Argo CD is out of sync",
        description: "For 30 minutes the cluster has not been what Git says, and Argo CD could not make it so.",
      },
    }),
  ];
}
