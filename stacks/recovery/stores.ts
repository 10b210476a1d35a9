import { vaultAgeSeconds } from "../../components/backup/backup-plan";
import { durationSeconds } from "../../components/shared/duration";
import { quantityNumber } from "../../components/shared/quantity";
import type { ResolvedStack } from "../resolve/stack";
import { archived, type Copy, cacheCopy, continuous, noCopy, vaultCopy, versions } from "./copies";

/** A thing that holds data, with the newest copy that it has. */
export interface Store {
  /** Where it stands in the config: `databases.postgres`. */
  path: string;
  copy: Copy;
  /** How it is brought back; a key of `ways`. */
  way: "volume" | "files" | "rds" | "cluster" | "cache" | "bucket" | "none";
  /** What is to be restored, bytes; 0 where the time does not follow from it. */
  bytes: number;
}

type View = Pick<
  ResolvedStack,
  "databases" | "caches" | "queues" | "buckets" | "services" | "storageClasses" | "observability" | "backups"
>;

/** Every data store of a stack, in the order of the config's parts. */
export function storesOf(config: View): Store[] {
  return [
    ...databases(config),
    ...byName(config.caches).map(([name, settings]) => ({
      path: `caches.${name}`,
      copy: cacheCopy(settings),
      way: "cache" as const,
      bytes: 0,
    })),
    ...byName(config.queues).map(([name]) => ({
      path: `queues.${name}`,
      copy: noCopy("SQS keeps messages in three zones, and can't be backed up", `recovery.exempt["queues.${name}"]`),
      way: "none" as const,
      bytes: 0,
    })),
    ...byName(config.buckets).map(([name, { noncurrentDays }]) => ({
      path: `buckets.${name}`,
      copy: versions(noncurrentDays),
      way: "bucket" as const,
      bytes: 0,
    })),
    ...files(config),
    ...monitoring(config),
  ];
}

/** Entries in an order that the YAML's does not change. */
function byName<T>(all: Record<string, T>): [name: string, one: T][] {
  return Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
}

function databases(config: View): Store[] {
  return byName(config.databases).map(([name, database]): Store => {
    const path = `databases.${name}`;
    if (database.kind === "rds") {
      return { path, copy: continuous(database.backupRetentionDays), way: "rds", bytes: 0 };
    }
    const bytes = quantityNumber(database.storage);
    if (database.kind === "cloudnative-pg" && database.archive) {
      return { path, copy: archived(database.archive.retentionDays), way: "cluster", bytes };
    }
    const copy = volumeCopy(config, database.storageClass);
    const dumped = database.kind === "statefulset" && database.dumps ? ", and dumps" : "";
    return { path, copy: { ...copy, how: `${copy.how}${dumped}` }, way: "volume", bytes };
  });
}

/** Shared file systems: one for each class that services have volumes of. */
function files(config: View): Store[] {
  const sizes = new Map<string, number>();
  for (const { volumes } of Object.values(config.services)) {
    for (const { storageClass, size, from } of Object.values(volumes)) {
      if (from !== undefined) continue;
      sizes.set(storageClass, (sizes.get(storageClass) ?? 0) + quantityNumber(size));
    }
  }
  return [...sizes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => ({
      path: `storageClasses.${name}`,
      copy: volumeCopy(config, name),
      way: "files" as const,
      bytes,
    }));
}

function monitoring({ observability, ...config }: View): Store[] {
  if (!observability) return [];
  return (["prometheus", "alertmanager", "grafana"] as const).map((part) => ({
    path: `observability.${part}`,
    copy: volumeCopy(config, observability[part].storageClass),
    way: "volume" as const,
    bytes: 0,
  }));
}

/** The copy that the volumes of a class have: that of the vault, that of its own snapshots, or none. */
function volumeCopy(
  { backups, storageClasses }: Pick<View, "backups" | "storageClasses">,
  given: string | undefined,
): Copy {
  const name = given ?? Object.keys(storageClasses).find((one) => storageClasses[one]?.default);
  const settings = name === undefined ? undefined : storageClasses[name];
  if (!settings || settings.noBackup) {
    const why = settings?.noBackup ? `storageClasses.${name} says noBackup` : "its storage class is not the stack's";
    return noCopy(why, `no noBackup at storageClasses.${name ?? "<class>"}`);
  }
  if (settings.fileSystem?.existingId !== undefined) {
    return noCopy(
      "its file system is not the stack's, which can't say who copies it",
      "recovery.exempt, with who does",
    );
  }
  if (!backups) return noCopy("the stack has no backups", "platform:backups: {}");
  if (settings.backup === "vault") return vaultCopy(backups, vaultAgeSeconds(backups));
  // Data Lifecycle Manager starts within an hour of its time, and a snapshot's point in time is its start.
  const day = durationSeconds("24h");
  return {
    ageSeconds: day + durationSeconds("1h"),
    how: "a snapshot a day of its own",
    because: "24h between two snapshots, and 1h to start",
    set: `backup: vault at storageClasses.${name}, with two times in backups.timesUtc`,
  };
}
