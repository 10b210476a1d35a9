import type { Call, Refusal, Rule } from "./rule";

/** The source of a replica, by identifier in the same region or by ARN in any. */
function sourceOf({ world, thing }: Call, source: string) {
  const [, , , region = thing.region, , , name = source] = source.split(":");
  return world.all(thing.type).find((one) => one.region === region && one.inputs.identifier === name);
}

/**
 * RDS, CreateDBInstanceReadReplica: no replica of an instance whose master password RDS keeps in Secrets Manager, but for
 * SQL Server: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, "Limitations".
 */
const replica: Refusal = (call) => {
  const name = call.thing.inputs.replicateSourceDb as string | undefined;
  if (!name) return undefined;
  const source = sourceOf(call, name);
  if (!source) return `DBInstanceNotFound: ${name}`;
  if (source.inputs.manageMasterUserPassword && !String(source.inputs.engine).startsWith("sqlserver")) {
    return "InvalidParameterValue: Read replicas aren't supported for DB instances that manage the master user password with Secrets Manager";
  }
  const kept = Number(source.inputs.backupRetentionPeriod ?? 0);
  return kept > 0 ? undefined : "InvalidDBInstanceState: Automated backups are not enabled for this database instance";
};

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const week = days.length * 24 * 60;

function minute(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Beginning and end in minutes of the week; the end may lie in the next one. */
function weekly(window: string): [number, number] {
  const [from = 0, to = 0] = window.split("-").map((text) => {
    const [day = "", ...time] = text.split(":");
    return days.indexOf(day) * 24 * 60 + minute(time.join(":"));
  });
  return [from, to > from ? to : to + week];
}

/**
 * RDS, CreateDBInstance and ModifyDBInstance: the daily backup window must not conflict with the weekly maintenance
 * window (PreferredBackupWindow in the API reference).
 */
const windows: Refusal = ({ thing }) => {
  const { backupWindow, maintenanceWindow } = thing.inputs;
  if (!backupWindow || !maintenanceWindow) return undefined;
  const [from, to] = weekly(String(maintenanceWindow).toLowerCase());
  const [start = 0, given = 0] = String(backupWindow).split("-").map(minute);
  const length = (given > start ? given : given + 24 * 60) - start;
  const clash = [...Array(2 * days.length).keys()]
    .map((day) => day * 24 * 60 + start)
    .some((begin) => begin < to && from < begin + length);
  return clash ? "InvalidParameterValue: The backup window and maintenance window must not overlap." : undefined;
};

export const databaseRules: Rule[] = [
  { types: ["rds/instance"], create: replica },
  { types: ["rds/instance"], create: windows, update: windows },
];
