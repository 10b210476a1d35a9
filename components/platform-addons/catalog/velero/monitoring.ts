import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Since the last good backup", "s", {
    "{{schedule}}": `time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})`,
  }),
  graph("Backups that failed", "short", {
    "{{schedule}}": `sum by (schedule) (increase(velero_backup_failure_total{schedule!=""}[1d]))`,
  }),
];

/** Alerts about it. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "backups", {
      BackupFailed: {
        expr: `
        sum by (schedule) (increase(velero_backup_failure_total{schedule!=""}[1d]))
        + sum by (schedule) (increase(velero_backup_partial_failure_total{schedule!=""}[1d])) > 0`,
        for: "5m",
        severity: "critical",
        summary: "Backup {{ $labels.schedule }} failed",
        description: "Within the last day a run of it failed, whole or in part.",
      },
      BackupOverdue: {
        expr: `time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""}) > 36 * 3600`,
        for: "15m",
        severity: "critical",
        summary: "Backup {{ $labels.schedule }} is overdue",
        description: "The newest good one is {{ $value | humanizeDuration }} old.",
      },
      BackupStoreUnavailable: {
        expr: "min by (backup_location_name) (velero_backup_location_status_gauge) == 0",
        for: "15m",
        severity: "critical",
        summary: "Backup store {{ $labels.backup_location_name }} can't be reached",
        description: "Nothing is backed up, and nothing could be restored.",
      },
    }),
  ];
}
