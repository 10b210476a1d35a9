import type { CacheSettings } from "../../components/caches/settings";
import type { DatabaseSettings } from "../../components/databases/settings";
import type { ResolvedStack } from "../../stacks/resolve/stack";
import type { Plan } from "../plan";
import type { Style } from "./style";

/** Data stores of the stack: what they are, how large, what keeps their data, who uses them. */
export function dataStoreLines({ config }: Plan, style: Style): string[] {
  const rows = [...usedRows(config), ...queueRows(config), ...bucketRows(config)];
  if (!rows.length) return [];
  const columns = [
    { title: "store" },
    { title: "kind" },
    { title: "copies", right: true },
    { title: "size", right: true },
    { title: "kept by", grow: true },
    { title: "used by" },
  ];
  return [style.heading("Data stores", "copies: instances that hold the data"), ...style.table(columns, rows), ""];
}

function usedRows({ databases, caches, services }: ResolvedStack): string[][] {
  const users = (store: string) =>
    Object.entries(services)
      .flatMap(([name, { uses }]) => (uses.includes(store) ? [name] : []))
      .join(" ");
  return [
    ...Object.entries(databases).map(([name, one]) => [name, ...databaseCells(one), users(name)]),
    ...Object.entries(caches).map(([name, one]) => [name, ...cacheCells(one), users(name)]),
  ];
}

function queueRows({ queues, services }: ResolvedStack): string[][] {
  const all = Object.entries(services);
  const who = (key: "consumes" | "produces", queue: string) =>
    all.filter(([, service]) => service[key].includes(queue)).map(([name]) => name);
  return Object.entries(queues).map(([name, { fifo, retentionDays, maxReceives }]) => [
    name,
    fifo ? "SQS, first in first out" : "SQS",
    "",
    "",
    `${retentionDays} days; dead letters after ${maxReceives} tries, 14 days`,
    `${who("produces", name).join(" ")} → ${who("consumes", name).join(" ")}`,
  ]);
}

function bucketRows({ buckets, services }: ResolvedStack): string[][] {
  return Object.entries(buckets).map(([name, { archive, expireAfterDays, noncurrentDays }]) => [
    name,
    "S3",
    "",
    "",
    [
      `versions for ${noncurrentDays} days`,
      ...(archive ? [`${archive.class} after ${archive.afterDays} days`] : []),
      ...(expireAfterDays === undefined ? [] : [`deleted after ${expireAfterDays} days`]),
    ].join(", "),
    Object.entries(services)
      .flatMap(([service, { buckets: used }]) => (used[name] ? [`${service} (${used[name].access})`] : []))
      .join(" "),
  ]);
}

function cacheCells({ version, nodeType, replicas, snapshotRetentionDays }: CacheSettings): string[] {
  const kept = snapshotRetentionDays ? `daily snapshots for ${snapshotRetentionDays} days` : "nothing";
  return [`Valkey ${version}, ${nodeType}`, `${replicas + 1}`, "", kept];
}

function databaseCells(database: DatabaseSettings): string[] {
  const { version } = database;
  if (database.kind === "rds") {
    const { instanceClass, multiAz, storageGiB, backupRetentionDays, deletionProtection } = database;
    const kept = `any point of ${backupRetentionDays} days${deletionProtection ? ", deletion protection" : ""}`;
    return [`RDS PostgreSQL ${version}, ${instanceClass}`, multiAz ? "2" : "1", `${storageGiB}Gi`, kept];
  }
  if (database.kind === "cloudnative-pg") {
    const { instances, synchronous, storage } = database;
    const kept = synchronous ? `${synchronous} synchronous` : "asynchronous";
    return [`CloudNativePG ${version}`, `${instances}`, storage, `standbys, ${kept}`];
  }
  return [`StatefulSet, PostgreSQL ${version}`, "1", database.storage, "its volume"];
}
