import { clientsOf } from "../../stacks/layers/clients";
import type { DatabaseSettings } from "../../components/databases/settings";
import type { Plan } from "../plan";
import type { Style } from "./style";

/** Data stores of the stack: what they are, where, how large, what keeps their data, who uses them. */
export function dataStoreLines({ config }: Plan, style: Style): string[] {
  const clients = clientsOf(config);
  const rows = Object.entries(config.databases).map(([name, database]) => [
    name,
    ...databaseCells(database),
    (clients[name] ?? []).map((client) => client.name).join(" "),
  ]);
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
