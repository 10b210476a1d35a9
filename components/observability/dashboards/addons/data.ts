import { graph } from "../../../platform-addons/monitoring/panels";
import type { AddonPanels } from "./panels-of-addons";

/** Panels of add-ons that keep and copy data. */
export const data: AddonPanels = {
  "cloudnative-pg": () => [
    graph("Databases up", "short", { "{{namespace}}/{{pod}}": "cnpg_collector_up" }),
    graph("Since the last good backup", "s", {
      "{{namespace}}/{{cluster}}":
        "time() - max by (namespace, cluster) (cnpg_collector_last_available_backup_timestamp > 0)",
    }),
  ],
  velero: () => [
    graph("Since the last good backup", "s", {
      "{{schedule}}": `time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})`,
    }),
    graph("Backups that failed", "short", {
      "{{schedule}}": `sum by (schedule) (increase(velero_backup_failure_total{schedule!=""}[1d]))`,
    }),
  ],
};
