import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath, selectorLabels } from "../shared/labels";
import type { NamespaceRef } from "../shared/refs";
import { label } from "../shared/vocabulary";

/** Pods of a service, as a database's network policy needs them. */
export interface Client {
  name: string;
  namespace: string;
  /** Service account, where it is not called like the pods: what runs before a rollout has its service's. */
  account?: string | undefined;
}

/** Value of the label by which what is backed up is found. */
export const backupKind = "database";

/** Labels of everything that an in-cluster database has; `platform/backup` is what backup jobs select by. */
export function databaseLabels(
  context: PlatformContext,
  namespace: NamespaceRef,
  name: string,
): Record<string, string> {
  const owner = { name, component: "database", team: namespace.team };
  return {
    ...commonLabels({ ...context, costCenter: namespace.costCenter }, owner),
    [label.tier]: "database",
    [label.backup]: backupKind,
  };
}

/** Name, namespace, labels and origin of one of its objects. */
export function databaseMetadata(
  context: PlatformContext,
  namespace: NamespaceRef,
  database: string,
  name = database,
  annotations: Record<string, string> = {},
) {
  return {
    name,
    namespace: namespace.name,
    labels: databaseLabels(context, namespace, database),
    annotations: { ...configPath(`databases.${database}`), ...annotations },
  };
}

/** Peers of a network policy: the pods of the services that use the database, and no others. */
export function clientPeers(clients: Client[]) {
  return [...clients]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, namespace }) => ({
      namespaceSelector: { matchLabels: { [label.namespaceName]: namespace } },
      podSelector: { matchLabels: selectorLabels(name) },
    }));
}
