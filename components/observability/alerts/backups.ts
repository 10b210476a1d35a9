import { alert, type AlertRule, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

const page = "backups";

/** Alerts about backups, of what the stack has that makes some; none where it has nothing. */
export function backupAlerts(facts: RuleFacts): RuleGroup {
  return { name: "backups", rules: [...velero(facts), ...postgres(facts)] };
}

function velero(facts: RuleFacts): AlertRule[] {
  if (!facts.on("velero")) return [];
  return [
    alert(facts, page, "BackupFailed", {
      expr: `
        sum by (schedule) (increase(velero_backup_failure_total{schedule!=""}[1d]))
        + sum by (schedule) (increase(velero_backup_partial_failure_total{schedule!=""}[1d])) > 0`,
      for: "5m",
      severity: "critical",
      summary: "Backup {{ $labels.schedule }} failed",
      description: "Within the last day a run of it failed, whole or in part.",
    }),
    alert(facts, page, "BackupOverdue", {
      expr: `time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""}) > 36 * 3600`,
      for: "15m",
      severity: "critical",
      summary: "Backup {{ $labels.schedule }} is overdue",
      description: "The newest good one is {{ $value | humanizeDuration }} old.",
    }),
    alert(facts, page, "BackupStoreUnavailable", {
      expr: "min by (backup_location_name) (velero_backup_location_status_gauge) == 0",
      for: "15m",
      severity: "critical",
      summary: "Backup store {{ $labels.backup_location_name }} can't be reached",
      description: "Nothing is backed up, and nothing could be restored.",
    }),
  ];
}

/** The operator's own metrics of each database: cloudnative-pg, docs/src/monitoring.md. */
function postgres(facts: RuleFacts): AlertRule[] {
  if (!facts.on("cloudnative-pg")) return [];
  const database = "{{ $labels.namespace }}/{{ $labels.cluster }}";
  return [
    alert(facts, page, "DatabaseBackupFailed", {
      expr: `
        max by (namespace, cluster) (cnpg_collector_last_failed_backup_timestamp)
        > max by (namespace, cluster) (cnpg_collector_last_available_backup_timestamp)`,
      for: "5m",
      severity: "critical",
      summary: `Backup of database ${database} failed`,
      description: "The last attempt failed, and no good one came after it.",
    }),
    alert(facts, page, "DatabaseArchiveFailing", {
      expr: `
        max by (namespace, cluster) (cnpg_pg_stat_archiver_last_failed_time)
        > max by (namespace, cluster) (cnpg_pg_stat_archiver_last_archived_time)`,
      for: "10m",
      severity: "critical",
      summary: `Write-ahead log of database ${database} is not archived`,
      description: "What is written from now on could not be restored, and the log fills the volume.",
    }),
    alert(facts, page, "DatabaseDown", {
      expr: "max by (namespace, cluster) (cnpg_collector_up) == 0",
      for: "2m",
      severity: "critical",
      summary: `Database ${database} is down`,
      description: "PostgreSQL answers in none of its pods.",
    }),
  ];
}
