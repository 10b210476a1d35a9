import type { PoolRef } from "../shared/refs";
import { quantityNumber } from "../shared/quantity";
import { label } from "../shared/vocabulary";
import { instanceTypesOf } from "./instance-catalog";
import { heldBackMiB } from "./kubelet-settings";
import { maxPodsOfAll, reservedCpuMillis, visibleMemoryMiB } from "./reservations";
import type { PoolSettings } from "./settings";

/** What decides a pool beside its own settings. */
export interface PoolEnvironment {
  /** Zones of the network, in its order. */
  zones: string[];
  /** True where the VPC CNI gives interfaces prefixes of 16 addresses instead of single ones. */
  prefixDelegation: boolean;
}

/** What pods can ask for on one node, after all reservations; of types that differ in size, the smallest. */
export interface NodeCapacity {
  cpuMillis: number;
  memoryMiB: number;
  pods: number;
}

/** Everything that is known of a pool before anything is built. */
export interface PoolSpec {
  name: string;
  settings: PoolSettings;
  architecture: "amd64" | "arm64";
  zones: string[];
  /** Kubelet's maxPods, one figure for all types of the pool. */
  maxPods: number;
  /** Labels of the nodes. */
  labels: Record<string, string>;
  taints: PoolRef["taints"];
  /** `amiType` of the EKS API. */
  amiType: "AL2023_x86_64_STANDARD" | "AL2023_ARM_64_STANDARD" | "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_ARM_64";
  allocatable: NodeCapacity;
}

/** Taint of the system pool; coredns and the EKS add-ons tolerate it as they come. */
export const systemTaint = { key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" } as const;

/** The plan of a pool. Pure: the cost, the checks and the component are all made from it. */
export function poolSpec(name: string, settings: PoolSettings, environment: PoolEnvironment): PoolSpec {
  const architecture = instanceTypesOf(settings.instanceTypes)[0]?.architecture ?? "amd64";
  const maxPods = settings.kubelet.maxPods ?? maxPodsOfAll(settings.instanceTypes, environment.prefixDelegation);
  return {
    name,
    settings,
    architecture,
    zones: settings.zones ?? environment.zones,
    maxPods,
    labels: { ...settings.labels, [label.pool]: name },
    taints: taintsOf(name, settings),
    amiType: amiTypeOf(settings.os, architecture),
    allocatable: allocatableOf(settings, maxPods),
  };
}

/** The plans of all pools, by name. */
export function poolSpecs(pools: Record<string, PoolSettings>, environment: PoolEnvironment): Record<string, PoolSpec> {
  return Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, poolSpec(name, pool, environment)]));
}

/** Whether pods run on the pool that say nothing of it. */
export function isOpen({ taints }: { taints: { effect: string }[] }): boolean {
  return !taints.some(({ effect }) => effect !== "PreferNoSchedule");
}

/** What a service needs to say to be placed on the pool. */
export function poolRef(spec: PoolSpec): PoolRef {
  return {
    labels: { [label.pool]: spec.name },
    taints: spec.taints,
    architectures: [spec.architecture],
    capacity: spec.settings.capacity,
  };
}

/** What pods can ask for on all nodes of a pool, at its desired or at its largest size. */
export function capacityOf(
  spec: PoolSpec,
  at: "min" | "desired" | "max" = "desired",
): NodeCapacity & { nodes: number } {
  const nodes = spec.settings.size[at];
  const { cpuMillis, memoryMiB, pods } = spec.allocatable;
  return { nodes, cpuMillis: cpuMillis * nodes, memoryMiB: memoryMiB * nodes, pods: pods * nodes };
}

/** What is left of one node: capacity - kubeReserved - systemReserved - eviction threshold (memory only). */
function allocatableOf({ instanceTypes, kubelet }: PoolSettings, maxPods: number): NodeCapacity {
  const types = instanceTypesOf(instanceTypes);
  const { kubeReserved, systemReserved, podsPerCore } = kubelet;
  const given = (cpu: string | undefined) => (cpu === undefined ? undefined : Math.ceil(quantityNumber(cpu) * 1000));
  const least = (figures: number[]) => (figures.length ? Math.max(0, Math.min(...figures)) : 0);
  return {
    cpuMillis: least(
      types.map(
        ({ vcpu }) =>
          vcpu * 1000 - (given(kubeReserved?.cpu) ?? reservedCpuMillis(vcpu)) - (given(systemReserved?.cpu) ?? 0),
      ),
    ),
    memoryMiB: least(types.map((type) => visibleMemoryMiB(type) - heldBackMiB(kubelet, maxPods))),
    pods: least(types.map(({ vcpu }) => (podsPerCore ? Math.min(maxPods, podsPerCore * vcpu) : maxPods))),
  };
}

function taintsOf(name: string, settings: PoolSettings): PoolRef["taints"] {
  const own: PoolRef["taints"] = settings.taints.map(({ key, value, effect }) => ({ key, value, effect }));
  if (settings.system) return [systemTaint, ...own];
  if (settings.dedicated) return [{ key: label.pool, value: name, effect: "NoSchedule" }, ...own];
  return own;
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html#AmazonEKS-Type-Nodegroup-amiType */
function amiTypeOf(os: PoolSettings["os"], architecture: PoolSpec["architecture"]): PoolSpec["amiType"] {
  if (os === "bottlerocket") return architecture === "arm64" ? "BOTTLEROCKET_ARM_64" : "BOTTLEROCKET_x86_64";
  return architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
}
