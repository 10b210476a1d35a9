import { surgeOf } from "../../components/app-service/rollout/strategy";
import { namedPorts } from "../../components/app-service/traffic/ports";
import type { NamespacesSettings, NamespaceSettings } from "../../components/namespaces/settings";
import { sidecarResources } from "../../components/shared/mesh";
import { formatQuantity, parseQuantity, quantityFormat } from "../../components/shared/quantity";
import { type ConfigProblem, pathText } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface QuotasView {
  namespaces: NamespacesSettings;
  services: ResolvedStack["services"];
  databases?: ResolvedStack["databases"];
}

type Service = ResolvedStack["services"][string];
type InCluster = Exclude<ResolvedStack["databases"][string], { kind: "rds" }>;

/** What one service or database asks of one key of a quota at its largest. */
interface Share {
  path: string;
  /** In billionths, as `parseQuantity` gives it. */
  amount: bigint;
  /** The multiplication, for people. */
  text: string;
}

/**
 * Every namespace's quota against its services at their most pods, with those that a rollout adds: the last pods would
 * be refused just when they are needed.
 */
export function checkServiceQuotas(config: QuotasView): CheckResult {
  return {
    problems: Object.entries(config.namespaces).flatMap(([name, namespace]) => {
      const services = Object.entries(config.services).filter(([, service]) => service.namespace === name);
      const databases = inCluster(config.databases ?? {}).filter(([, database]) => database.namespace === name);
      return Object.entries(namespace.quota).flatMap(([key, allowed]) =>
        quotaProblems(pathText(["namespaces", name, "quota", key]), allowed, [
          ...services.flatMap(([service, settings]) => shareOf(service, settings, key, namespace) ?? []),
          ...databases.flatMap(([database, settings]) => databaseShare(database, settings, key, namespace) ?? []),
        ]),
      );
    }),
  };
}

function quotaProblems(path: string, allowed: string, shares: Share[]): ConfigProblem[] {
  const sum = shares.reduce((total, { amount }) => total + amount, 0n);
  if (sum <= parseQuantity(allowed)) return [];
  const sorted = [...shares].sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
  const text = formatQuantity(sum, quantityFormat(allowed));
  const [largest] = sorted;
  return [
    {
      path,
      given: `"${allowed}"`,
      why: `is less than the ${text} that its services ask for at their most: ${sorted.map((share) => share.text).join(", ")}`,
      set: `${text} or more, or smaller scaling.max or resources of ${largest?.path ?? ""}, the largest`,
    },
  ];
}

function shareOf(name: string, service: Service, key: string, namespace: NamespaceSettings): Share | undefined {
  if (key === "services") {
    return namedPorts(service).length
      ? { path: `services.${name}`, amount: parseQuantity("1"), text: name }
      : undefined;
  }
  const each = key === "pods" || key === "count/pods" ? "1" : podResource(service, key, namespace);
  if (each === undefined) return undefined;
  const surge = surgeOf(service, service.scaling.max, namespace.mesh) + (service.beforeRollout ? 1 : 0);
  const pods = service.scaling.max + surge;
  const amount = parseQuantity(each) * BigInt(pods);
  const count = surge ? `(${service.scaling.max} + ${surge} while rolling)` : `${pods}`;
  const product =
    each === "1" && key.endsWith("pods") ? "" : ` x ${each} = ${formatQuantity(amount, quantityFormat(each))}`;
  return { path: `services.${name}`, amount, text: `${name} ${count}${product}` };
}

/** What one pod counts for a key, its sidecar included where the namespace is in the mesh. */
function podResource(service: Service, key: string, namespace: NamespaceSettings): string | undefined {
  const own = resourceOf(service, key, namespace);
  const [, kind = "requests", resource = ""] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key) ?? [];
  if (own === undefined || namespace.mesh !== "istio" || (resource !== "cpu" && resource !== "memory")) return own;
  return withSidecar(own, sidecarResources[kind === "limits" ? "limits" : "requests"][resource]);
}

function withSidecar(own: string, sidecar: string | undefined): string {
  return sidecar === undefined ? own : formatQuantity(parseQuantity(own) + parseQuantity(sidecar), quantityFormat(own));
}

/** The quantity of the service's container that a key counts: `requests.cpu`, or `cpu` for short. */
function resourceOf({ resources }: Service, key: string, { limitRange }: NamespaceSettings): string | undefined {
  const [, kind = "requests", resource] = /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(key) ?? [];
  if (resource !== "cpu" && resource !== "memory" && resource !== "ephemeral-storage") return undefined;
  if (kind === "requests") return resources.requests[resource];
  // A container without a limit gets the namespace's default one.
  return resources.limits[resource] ?? limitRange.default[resource];
}

function inCluster(databases: ResolvedStack["databases"]): [string, InCluster][] {
  return Object.entries(databases).flatMap(([name, one]): [string, InCluster][] =>
    one.kind === "rds" ? [] : [[name, one]],
  );
}

/** Services of a database: for clients and headless, or the operator's `-rw`, `-ro` and `-r`. */
const databaseServices = { statefulset: 2, "cloudnative-pg": 3 } as const;

function databaseShare(name: string, database: InCluster, key: string, { mesh }: NamespaceSettings): Share | undefined {
  const instances = database.kind === "statefulset" ? 1 : database.instances;
  const [, kind = "requests", resource] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key) ?? [];
  const counts: Record<string, number> = {
    services: databaseServices[database.kind],
    pods: instances,
    "count/pods": instances,
    persistentvolumeclaims: instances,
  };
  const count = counts[key];
  const path = `databases.${name}`;
  if (count !== undefined) return { path, amount: parseQuantity(`${count}`), text: `${name} ${count}` };
  if (resource !== "cpu" && resource !== "memory") return undefined;
  const bound = kind === "limits" ? "limits" : "requests";
  // Pods of CloudNativePG stay outside of the mesh.
  const meshed = mesh === "istio" && database.kind === "statefulset";
  const each = withSidecar(database.resources[bound][resource], meshed ? sidecarResources[bound][resource] : undefined);
  const amount = parseQuantity(each) * BigInt(instances);
  return { path, amount, text: `${name} ${instances} x ${each} = ${formatQuantity(amount, quantityFormat(each))}` };
}
