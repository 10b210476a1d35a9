import { graph } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Panels of its page. */
export const panels = () => [
  graph("Databases up", "short", { "{{namespace}}/{{pod}}": "cnpg_collector_up" }),
  graph("Since the last good backup", "s", {
    "{{namespace}}/{{cluster}}":
      "time() - max by (namespace, cluster) (cnpg_collector_last_available_backup_timestamp > 0)",
  }),
];

const database = "{{ $labels.namespace }}/{{ $labels.cluster }}";

/** The operator's own metrics of each database: cloudnative-pg, docs/src/monitoring.md. */
export function rules(facts: RuleFacts): RuleGroup[] {
  return [
    alertGroup(facts, "backups", {
      DatabaseBackupFailed: {
        expr: `
        max by (namespace, cluster) (cnpg_collector_last_failed_backup_timestamp)
        > max by (namespace, cluster) (cnpg_collector_last_available_backup_timestamp)`,
        for: "5m",
        severity: "critical",
        summary: `Backup of database ${database} failed`,
        description: "The last attempt failed, and no good one came after it.",
      },
      DatabaseArchiveFailing: {
        expr: `
        max by (namespace, cluster) (cnpg_pg_stat_archiver_last_failed_time)
        > max by (namespace, cluster) (cnpg_pg_stat_archiver_last_archived_time)`,
        for: "10m",
        severity: "critical",
        summary: `Write-ahead log of database ${database} is not archived`,
        description: "What is written from now on could not be restored, and the log fills the volume.",
      },
      DatabaseDown: {
        expr: "max by (namespace, cluster) (cnpg_collector_up) == 0",
        for: "2m",
        severity: "critical",
        summary: `Database ${database} is down`,
        description: "PostgreSQL answers in none of its pods.",
      },
    }),
  ];
}
