import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that deliver. */
export const delivery: AddonPanels = {
  "argo-cd": () => [
    graph("Applications by sync", "short", { "{{sync_status}}": "count by (sync_status) (argocd_app_info)" }),
    graph("Applications by health", "short", { "{{health_status}}": "count by (health_status) (argocd_app_info)" }),
    graph("Syncs", "short", { "{{phase}}": "sum by (phase) (increase(argocd_app_sync_total[1h]))" }),
    graph("Fetches of Git that failed", "short", { failed: "sum(increase(argocd_git_fetch_fail_total[1h]))" }),
  ],
  "argo-rollouts": () => [
    graph("Rollouts", "short", { "{{phase}}": "count by (phase) (rollout_info)" }),
    graph("Analyses", "short", { "{{phase}}": "count by (phase) (analysis_run_info)" }),
  ],
};
