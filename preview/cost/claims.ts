import { isQuantity, quantityNumber } from "../../components/shared/quantity";
import type { RecordedResource } from "../recorded";
import { at, listAt, numberAt, type Plain, textAt, type View } from "../view";
import { type Charge, ownedBy } from "./charge";
import { workloadOf } from "../workloads";
import type { NotPriced } from "./items";
import type { Pricing } from "./pricing";
import { volumeCharges } from "./volumes";

/** A claim of a volume, as often as there are replicas of what claims it. */
interface Claim {
  gigabytes: number;
  storageClass: string | undefined;
  count: number;
}

const charts = ["kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v3:Release"];

/** Built-in kinds that never claim a volume; of the others (operators' resources) some do. */
const builtIn = /^kubernetes:(core|apps|batch|autoscaling|policy|rbac|networking|storage|scheduling)[./]/;

/**
 * Volumes that the stack's Kubernetes objects and charts claim. A chart without children (offline) claims by its values;
 * one with children (on the engine) by them.
 */
export function claimCharges(prices: Pricing): { charges: Charge[]; notPriced: NotPriced[] } {
  const charges: Charge[] = [];
  const notPriced: NotPriced[] = [];
  for (const resource of prices.view.resources) {
    for (const claim of claimsOf(resource, prices.view)) {
      const what = `volumes of ${resource.name}`;
      const found = volumeOf(claim, what, prices);
      if (Array.isArray(found)) charges.push(...ownedBy(resource, found));
      else notPriced.push(found);
    }
  }
  return { charges, notPriced };
}

function claimsOf(resource: RecordedResource, view: View): Claim[] {
  const { type } = resource;
  if (!type.startsWith("kubernetes:")) return [];
  if (charts.includes(type)) {
    return view.childrenOf(resource.urn).length ? [] : claimsIn(at(view.inputs(resource), "values"), 1);
  }
  if (type.endsWith(":PersistentVolumeClaim")) return claim(at(view.inputs(resource), "spec"), 1);
  if (type.endsWith(":StatefulSet") || !builtIn.test(type)) return claimsIn(at(workloadOf(view, resource), "spec"), 1);
  return [];
}

/**
 * Looks for claims anywhere below a value: `volumeClaimTemplate(s)` of pods and operators, and what charts call
 * persistence, dataStorage, auditStorage: a map that is enabled and has a size.
 */
function claimsIn(value: unknown, outer: number): Claim[] {
  if (Array.isArray(value)) return value.flatMap((item) => claimsIn(item, outer));
  if (typeof value !== "object" || value === null) return [];
  // A chart's own list of objects beside it.
  if (textAt(value, "kind") === "PersistentVolumeClaim") return claim(at(value, "spec"), 1);
  const replicas = replicasIn(value) ?? outer;
  return Object.entries(value as Plain).flatMap(([key, inner]) => {
    if (key === "volumeClaimTemplate") return claim(at(inner, "spec"), replicas);
    if (key === "volumeClaimTemplates") return listAt(inner).flatMap((one) => claim(at(one, "spec"), replicas));
    if (at(inner, "enabled") === true && isQuantity(textAt(inner, "size") ?? "")) return persistence(inner, replicas);
    return claimsIn(inner, replicas);
  });
}

/** Vault's chart has its replicas beside its volumes, below `ha`. */
function replicasIn(value: unknown): number | undefined {
  const ofHa = at(value, "ha", "enabled") === true ? numberAt(value, "ha", "replicas") : undefined;
  return numberAt(value, "replicas") ?? numberAt(value, "replicaCount") ?? ofHa;
}

function claim(spec: unknown, count: number): Claim[] {
  const size = textAt(spec, "resources", "requests", "storage");
  if (size === undefined) return [];
  return [{ gigabytes: gigabytes(size), storageClass: textAt(spec, "storageClassName"), count }];
}

function persistence(value: unknown, count: number): Claim[] {
  const size = textAt(value, "size");
  if (size === undefined) return [];
  const storageClass = textAt(value, "storageClassName") ?? textAt(value, "storageClass");
  return [{ gigabytes: gigabytes(size), storageClass, count }];
}

/** EBS counts in GiB, whatever its price list calls them: https://docs.aws.amazon.com/ebs/latest/userguide/volume_constraints.html */
function gigabytes(size: string): number {
  return isQuantity(size) ? Math.ceil(quantityNumber(size) / 1024 ** 3) : 0;
}

const defaultClass = "storageclass.kubernetes.io/is-default-class";

function volumeOf(claimed: Claim, what: string, prices: Pricing): Charge[] | NotPriced {
  const classes = prices.view.kubernetes("StorageClass").map((resource) => prices.view.inputs(resource));
  const found =
    claimed.storageClass === undefined
      ? classes.find((one) => at(one, "metadata", "annotations", defaultClass) === "true")
      : classes.find((one) => textAt(one, "metadata", "name") === claimed.storageClass);
  const name = claimed.storageClass ?? "the default";
  if (textAt(found, "provisioner") === "efs.csi.aws.com") {
    return { what: `${what}, storage class ${name}`, why: "EFS is billed by the gigabyte that is kept", lacks: "use" };
  }
  const type = textAt(found, "parameters", "type");
  if (type === undefined) {
    return {
      what: `${what}, ${claimed.gigabytes} GB`,
      why: `storage class "${name}" is none of this stack's EBS classes`,
      lacks: "price",
    };
  }
  const perGigabyte = numberAt(found, "parameters", "iopsPerGB");
  const iops = numberAt(found, "parameters", "iops") ?? (perGigabyte ?? 0) * claimed.gigabytes;
  const throughput = numberAt(found, "parameters", "throughput") ?? 0;
  return volumeCharges({ what, type, gigabytes: claimed.gigabytes, count: claimed.count, iops, throughput }, prices);
}
