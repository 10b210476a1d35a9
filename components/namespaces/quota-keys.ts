/**
 * Keys of `spec.hard` of a ResourceQuota: https://kubernetes.io/docs/concepts/policy/resource-quotas/
 *
 * The API server takes any key and never counts one that is misspelt, so that a typing error would be a quota that
 * limits nothing.
 */
const known = [
  "cpu",
  "memory",
  "requests.cpu",
  "requests.memory",
  "requests.storage",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  "ephemeral-storage",
  "pods",
  "services",
  "services.loadbalancers",
  "services.nodeports",
  "persistentvolumeclaims",
  "configmaps",
  "secrets",
  "replicationcontrollers",
  "resourcequotas",
];

/** Families of keys: object counts, storage classes, extended resources such as GPUs, huge pages. */
const families = [
  /^count\/[a-z]+(\.[a-z0-9.-]+)?$/,
  /^[a-z0-9.-]+\.storageclass\.storage\.k8s\.io\/(requests\.storage|persistentvolumeclaims)$/,
  /^requests\.[a-z0-9.-]+\.[a-z]+\/[a-z0-9.-]+$/,
  /^(requests|limits)?\.?hugepages-\d+[MG]i$/,
];

/** What every quota must bound, else it does not keep one namespace from taking the cluster. */
export const neededQuotaKeys = ["requests.cpu", "requests.memory", "pods"];

/** Keys that are listed when another was written. */
export const quotaKeys: readonly string[] = known;

/** True for a key that Kubernetes counts. */
export function isQuotaKey(key: string): boolean {
  return known.includes(key) || families.some((family) => family.test(key));
}
