import { Backups, type BackupsArgs } from "../../components/backup/backups";
import type { StoreType } from "../../components/backup/restore-tests";
import type { PlatformConfig } from "../schema";
import { type Base, slot } from "./base";

/** Escape hatches of what brings data back. */
export interface RecoveryTransform {
  backups?: BackupsArgs["transform"];
}

/** Backups of the data stores; nothing where the stack asks for none. */
export function buildRecovery(config: PlatformConfig, { context, providers }: Base, transform: RecoveryTransform = {}) {
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
}: Pick<PlatformConfig, "storageClasses" | "databases">): StoreType[] {
  const classes = Object.values(storageClasses).filter(({ backup, noBackup }) => backup === "vault" && !noBackup);
  return [
    ...(classes.some(({ type }) => type !== "efs") ? (["EBS"] as const) : []),
    ...(classes.some(({ type }) => type === "efs") ? (["EFS"] as const) : []),
    ...(Object.values(databases).some(({ kind }) => kind === "rds") ? (["RDS"] as const) : []),
  ];
}
