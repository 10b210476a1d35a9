import { Backups, type BackupsArgs } from "../../components/backup/backups";
import { Failover, type FailoverRecords, type HealthCheckArgs } from "../../components/failover/records";
import { Replication, type ReplicationArgs } from "../../components/failover/replication";
import type { StoreType } from "../../components/backup/restore-tests";
import type { ResolvedStack } from "../resolve/stack";
import { type Base, slot } from "./base";
import type { Data } from "./data";

/** Escape hatches of what brings data back. */
export interface RecoveryTransform {
  backups?: BackupsArgs["transform"];
  replication?: ReplicationArgs["transform"];
  failover?: HealthCheckArgs["transform"];
}

/** Backups of the data stores, copies for the other stack of a pair, and what the records of hosts say of the pair. */
export function buildRecovery(
  config: ResolvedStack,
  base: Base,
  data: Data,
  transform: RecoveryTransform = {},
): FailoverRecords | undefined {
  buildBackups(config, base, transform);
  return buildFailover(config, base, data, transform);
}

function buildFailover(
  { failover, images, buckets, domain }: ResolvedStack,
  { context, providers }: Base,
  data: Data,
  transform: RecoveryTransform,
): FailoverRecords | undefined {
  if (!failover) return undefined;
  const withAws = { providers: { aws: providers.aws } };
  if (failover.record === "primary") {
    const names = { repositories: Object.keys(images.repositories), buckets: Object.keys(buckets) };
    new Replication(
      "replication",
      { context, failover, ...names, ...slot(transform.replication) },
      // A bucket without versions can't be replicated.
      { ...withAws, dependsOn: data.buckets },
    );
  }
  return new Failover("failover", { context, failover, domain, ...slot(transform.failover) }, withAws);
}

function buildBackups(config: ResolvedStack, { context, providers }: Base, transform: RecoveryTransform): void {
  if (!config.backups) return;
  const classes = Object.values(config.storageClasses);
  new Backups(
    "backups",
    {
      context,
      settings: config.backups,
      types: storeTypes(config),
      volumeSnapshots: classes.some(({ backup, noBackup }) => backup === "snapshots" && !noBackup),
      ...slot(transform.backups),
    },
    { providers: { aws: providers.aws } },
  );
}

/** Kinds of stores that the plan takes, of those that the stack can have. */
export function storeTypes({
  storageClasses,
  databases,
}: Pick<ResolvedStack, "storageClasses" | "databases">): StoreType[] {
  const classes = Object.values(storageClasses).filter(({ backup, noBackup }) => backup === "vault" && !noBackup);
  return [
    ...(classes.some(({ type }) => type !== "efs") ? (["EBS"] as const) : []),
    ...(classes.some(({ type }) => type === "efs") ? (["EFS"] as const) : []),
    ...(Object.values(databases).some(({ kind }) => kind === "rds") ? (["RDS"] as const) : []),
  ];
}
