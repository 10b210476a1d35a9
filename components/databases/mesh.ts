import { selectorLabels } from "../shared/labels";
import { postgresPort } from "./settings";
import type { Client } from "./workload";

/**
 * Label that keeps a pod out of the mesh. Pods of CloudNativePG are: their operator and each other call them without a proxy,
 * and PostgreSQL's own TLS is on.
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
export const outsideOfMesh = { "sidecar.istio.io/inject": "false" };

/**
 * Spec of the AuthorizationPolicy of a database in the mesh: the services that use it, each by the identity of its
 * certificate, on its port; the same declaration as its network policy. Undefined where nothing uses it: what no policy
 * admits is denied, by one of the namespace.
 *
 * security.istio.io/v1: https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function databaseAuthorization(database: string, clients: Client[]) {
  const accounts = clients.map(({ name, namespace, account = name }) => `cluster.local/ns/${namespace}/sa/${account}`);
  const principals = [...new Set(accounts)].sort();
  if (!principals.length) return undefined;
  return {
    selector: { matchLabels: selectorLabels(database) },
    action: "ALLOW",
    rules: [{ from: [{ source: { principals } }], to: [{ operation: { ports: [postgresPort.toString()] } }] }],
  };
}
