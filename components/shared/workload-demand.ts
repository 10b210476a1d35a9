import { formatQuantity, parseQuantity } from "./quantity";

/** Resources of containers that quotas and nodes count. */
export const countedResources = ["cpu", "memory", "ephemeral-storage"] as const;

export type CountedResource = (typeof countedResources)[number];

type Quantities = { [Name in CountedResource]?: string | undefined };

/** Amounts in billionths, as `parseQuantity` gives them; left out where nothing says any. */
type Amounts = { [Name in CountedResource]?: bigint };

/** What the pods of one workload ask for: the one answer for quotas, the preview and the room on nodes. */
export interface WorkloadDemand {
  /** Name of the workload, and the place in the config that asks for it: `services.api`. */
  name: string;
  path: string;
  namespace: string;
  /** Of one pod, its sidecars included. */
  requests: Amounts;
  limits: Amounts;
  /** Pods at rest, at the most, and beside these while a new version replaces the old one. */
  pods: { min: number; max: number; rolling: number };
  /** Services that it has. */
  services: number;
  /** Volumes that it claims, and their sizes together. */
  claims: { count: number; storage: bigint };
}

/** Sum of the quantities of containers that run side by side. */
export function amountsOf(...containers: Quantities[]): Amounts {
  const sums = countedResources.flatMap((resource): [CountedResource, bigint][] => {
    const given = containers.flatMap((one) => one[resource] ?? []);
    return given.length ? [[resource, given.reduce((sum, one) => sum + parseQuantity(one), 0n)]] : [];
  });
  return Object.fromEntries(sums);
}

/** What a workload takes of one key of a quota at its most, with what a rollout adds; undefined where it takes nothing. */
export interface QuotaShare {
  /** In billionths. */
  amount: bigint;
  /** The multiplication, for people: `api (10 + 3 while rolling) x 500m = 6500m`. */
  text: string;
}

/** Keys: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export function quotaShare(demand: WorkloadDemand, key: string): QuotaShare | undefined {
  const { name, services, claims } = demand;
  if (key === "services") return counted(name, services);
  if (key === "persistentvolumeclaims") return counted(name, claims.count);
  if (key === "requests.storage" && claims.count) {
    return { amount: claims.storage, text: `${name} ${formatQuantity(claims.storage, "binary")}` };
  }
  return podsShare(demand, key);
}

function podsShare({ name, pods, requests, limits }: WorkloadDemand, key: string): QuotaShare | undefined {
  const count = pods.rolling ? `(${pods.max} + ${pods.rolling} while rolling)` : String(pods.max);
  const all = BigInt(pods.max + pods.rolling);
  if (key === "pods" || key === "count/pods") {
    return { amount: parseQuantity("1") * all, text: `${name} ${count}` };
  }
  const [, kind, resource] = /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(key) ?? [];
  const each = (kind === "limits" ? limits : requests)[resource as CountedResource];
  if (each === undefined) return undefined;
  const format = resource === "cpu" ? "decimal" : "binary";
  const product = `${formatQuantity(each, format)} = ${formatQuantity(each * all, format)}`;
  return { amount: each * all, text: `${name} ${count} x ${product}` };
}

function counted(name: string, count: number): QuotaShare | undefined {
  return count ? { amount: parseQuantity(String(count)), text: `${name} ${count}` } : undefined;
}
