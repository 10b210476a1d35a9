import type { z } from "zod";
import { ebsProblems } from "../shared/ebs-limits";
import { report } from "../shared/problem";
import { label } from "../shared/vocabulary";
import { instanceType, instanceTypesOf, nearestInstanceType } from "./instance-catalog";
import { heldBackMiB, inMiB, type KubeletSettings } from "./kubelet-settings";
import type { OffPeakSettings } from "./off-peak";
import { isOpen } from "./pool-spec";
import { maxPodsOfAll } from "./reservations";

/** The part of a pool's settings that the checks of one pool read. */
interface CheckedPool {
  instanceTypes: string[];
  size: { min: number; desired: number; max: number };
  offPeak?: OffPeakSettings | undefined;
  system: boolean;
  dedicated: boolean;
  labels: Record<string, string>;
  taints: { key: string; effect: string }[];
  os: "al2023" | "bottlerocket";
  disk: { type: "gp3" | "io2"; iops?: number | undefined; throughput?: number | undefined; sizeGiB: number };
  localDisks: "unused" | "raid0";
  kubelet: KubeletSettings;
  update: { maxUnavailable?: number | undefined; maxUnavailablePercentage?: number | undefined };
}

type Context = z.core.$RefinementCtx;

/** What can't be right about one pool, whatever the others are. */
export function checkPool(pool: CheckedPool, ctx: Context): void {
  checkInstanceTypes(pool, ctx);
  checkSize(pool, ctx);
  checkOffPeak(pool, ctx);
  checkPlacement(pool, ctx);
  checkKubelet(pool, ctx);
  for (const problem of ebsProblems(pool.disk)) report(ctx, { ...problem, path: ["disk", ...problem.path] });
  if (pool.update.maxUnavailable !== undefined && pool.update.maxUnavailablePercentage !== undefined) {
    report(ctx, {
      path: ["update", "maxUnavailable"],
      why: "is given beside maxUnavailablePercentage",
      set: "one of the two",
    });
  }
}

/** What can't be right about the pools together. */
export function checkPools(pools: Record<string, CheckedPool>, ctx: Context): void {
  const takesAddons = (pool: CheckedPool) => pool.system || (!pool.dedicated && isOpen(pool));
  if (Object.values(pools).some(takesAddons)) return;
  report(ctx, {
    path: [],
    why: "has no pool that takes the platform's own pods (coredns and the controllers)",
    set: "`system: true` on one pool, or a pool without taints",
  });
}

function checkOffPeak({ offPeak, size, system }: CheckedPool, ctx: Context): void {
  if (!offPeak) return;
  if (system) {
    report(ctx, {
      path: ["offPeak"],
      why: "takes nodes away from the platform's own pods, the one that would bring them back among them",
      set: "it on a pool of services",
    });
  }
  if (offPeak.size.min > size.min || offPeak.size.desired > size.desired) {
    report(ctx, {
      path: ["offPeak", "size"],
      why: `is larger than size (min ${size.min}, desired ${size.desired})`,
      set: "at most that",
    });
  }
}

function checkInstanceTypes(pool: CheckedPool, ctx: Context): void {
  pool.instanceTypes.forEach((name, index) => {
    if (pool.instanceTypes.indexOf(name) !== index) {
      report(ctx, { path: ["instanceTypes", index], why: `${name} is named twice`, set: "each type once" });
    }
    const type = instanceType(name);
    if (!type) {
      const near = nearestInstanceType(name);
      report(ctx, {
        path: ["instanceTypes", index],
        why: `"${name}" is not an instance type that the platform knows`,
        set: `${near === undefined ? "a" : `${near}, or another`} type of components/node-pools/instance-types.json`,
      });
    } else if (pool.localDisks === "raid0" && type.localNvmeGB === 0) {
      report(ctx, {
        path: ["instanceTypes", index],
        why: `${name} has no local NVMe disks, which localDisks: raid0 needs`,
        set: "a type that has them, such as m6id.large or i4i.large, or localDisks: unused",
      });
    }
  });
  const architectures = new Set(instanceTypesOf(pool.instanceTypes).map((type) => type.architecture));
  if (architectures.size > 1) {
    const list = pool.instanceTypes.map((name) => `${name} ${instanceType(name)?.architecture ?? "unknown"}`);
    report(ctx, {
      path: ["instanceTypes"],
      why: `mixes architectures (${list.join(", ")}), and a node group has one image`,
      set: "types of one architecture, and a second pool for the other",
    });
  }
}

function checkSize({ size }: CheckedPool, ctx: Context): void {
  if (size.min > size.max) {
    report(ctx, { path: ["size", "min"], why: `is above max (${size.max})`, set: `at most ${size.max}` });
  }
  if (size.min <= size.max && (size.desired < size.min || size.desired > size.max)) {
    report(ctx, {
      path: ["size", "desired"],
      why: `lies outside min and max (${size.min} to ${size.max})`,
      set: `a number from ${size.min} to ${size.max}`,
    });
  }
}

function checkPlacement(pool: CheckedPool, ctx: Context): void {
  if (pool.system && pool.dedicated) {
    report(ctx, {
      path: ["dedicated"],
      why: "and system are both set: the platform's pods would not tolerate the second taint",
      set: "only one of the two",
    });
  }
  for (const key of Object.keys(pool.labels)) {
    // kubelet may not set labels under kubernetes.io but a few (NodeRestriction); EKS keeps eks.amazonaws.com.
    const [prefix] = key.includes("/") ? key.split("/") : [""];
    const kept = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/.test(prefix ?? "");
    if (key !== label.pool && !(kept && !/^node(-restriction)?\.kubernetes\.io$/.test(prefix ?? ""))) continue;
    report(ctx, {
      path: ["labels", key],
      why:
        key === label.pool
          ? "is set by the platform to the name of the pool"
          : "lies under a prefix of Kubernetes or EKS",
      set: "a key of your own, such as workload or example.com/workload",
    });
  }
  pool.taints.forEach((taint, index) => {
    const same = pool.taints.findIndex((other) => other.key === taint.key && other.effect === taint.effect);
    if (same !== index || taint.key === label.pool) {
      report(ctx, {
        path: ["taints", index],
        why:
          taint.key === label.pool
            ? "is what `dedicated` sets"
            : `repeats ${taint.key} with the effect ${taint.effect}`,
        set: taint.key === label.pool ? "dedicated: true" : "each key and effect once",
      });
    }
  });
}

function checkKubelet({ kubelet, instanceTypes, os }: CheckedPool, ctx: Context): void {
  const path = (key: string) => ["kubelet", key];
  const limit = maxPodsOfAll(instanceTypes, true);
  if (kubelet.maxPods !== undefined && kubelet.maxPods > limit) {
    report(ctx, {
      path: path("maxPods"),
      why: `is more than these types take, even with prefix delegation (${limit})`,
      set: `at most ${limit}`,
    });
  }
  if (os === "bottlerocket" && kubelet.podsPerCore > 0) {
    report(ctx, { path: path("podsPerCore"), why: "is no setting of Bottlerocket", set: "maxPods, or os: al2023" });
  }
  checkReservedMemory(kubelet, instanceTypes, ctx);
}

function checkReservedMemory(kubelet: KubeletSettings, instanceTypes: string[], ctx: Context): void {
  const path = ["kubelet", "reservedMemory"];
  if (kubelet.memoryManagerPolicy === "None") {
    if (kubelet.reservedMemory === undefined) return;
    const why = "has no meaning without the static memory manager";
    return report(ctx, { path, why, set: "memoryManagerPolicy: Static, or remove the line" });
  }
  const sum = `${heldBackMiB(kubelet, kubelet.maxPods ?? maxPodsOfAll(instanceTypes, true))}Mi`;
  if (kubelet.reservedMemory === undefined || `${inMiB(kubelet.reservedMemory)}Mi` !== sum) {
    const given =
      kubelet.reservedMemory === undefined
        ? "is missing, and with memoryManagerPolicy: Static"
        : "is not the sum that is reserved;";
    report(ctx, {
      path,
      why: `${given} the kubelet would not start`,
      set: `reservedMemory: ${sum}, the sum of kubeReserved, systemReserved and the eviction threshold of 100Mi`,
    });
  }
}
