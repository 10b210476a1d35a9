import { type InstanceType, supportsPrefixes, instanceType } from "./instance-catalog";

/**
 * What the node itself keeps of its CPU and memory, by the formulas of AWS's images.
 *
 * Source: awslabs/amazon-eks-ami at 81fec2e8 (2026-07-23), nodeadm/internal/kubelet/config.go
 * (`getCPUMillicoresToReserve`, `getMemoryMebibytesToReserve`, `EvictionHard`). Bottlerocket uses the same figures
 * (bottlerocket-os/bottlerocket, schnauzer helpers `kube_reserve_cpu`, `kube_reserve_memory`: "taken from EKS").
 */

/** `evictionHard: memory.available` of AL2023 and Bottlerocket, in MiB. */
export const evictionMiB = 100;

/** Ephemeral storage that the images reserve. */
export const reservedEphemeralStorage = "1Gi";

/** CPU that the node reserves, in millicores: 6 % of the first core, 1 % of the second, 0.5 % of two more, 0.25 % of the rest. */
export function reservedCpuMillis(vcpu: number): number {
  const total = vcpu * 1000;
  const ranges: [from: number, to: number, tenThousandths: number][] = [
    [0, 1000, 600],
    [1000, 2000, 100],
    [2000, 4000, 50],
    [4000, Number.POSITIVE_INFINITY, 25],
  ];
  return ranges.reduce(
    (sum, [from, to, share]) => sum + (total > from ? Math.trunc(((Math.min(total, to) - from) * share) / 10_000) : 0),
    0,
  );
}

/** Memory that the node reserves for kubelet and container runtime, in MiB. It grows with the number of pods. */
export function reservedMemoryMiB(maxPods: number): number {
  return 11 * maxPods + 255;
}

/**
 * Most pods that a node of a type can run.
 *
 * With prefix delegation every address slot but the first of an interface holds a /28 prefix of 16 addresses, and the
 * number is capped at 110, or at 250 above 30 vCPU; without, it is bound by single addresses. The two host-network pods
 * (aws-node, kube-proxy) need no address: + 2. Source: EKS user guide, "Choose an optimal Amazon EC2 node instance
 * type" and its max-pods-calculator.sh. Managed node groups apply the same caps.
 */
export function maxPodsOf(name: string, type: InstanceType, prefixDelegation: boolean): number {
  const perSlot = prefixDelegation && supportsPrefixes(name) ? 16 : 1;
  return Math.min(type.enis * (type.ipv4PerEni - 1) * perSlot + 2, podCap(type));
}

/** The cap that EKS puts on the pods of a node, whatever its addresses. */
function podCap(type: InstanceType): number {
  return type.vcpu > 30 ? 250 : 110;
}

/** Most pods that every type of a pool can run; the kubelet setting is one for all of them. */
export function maxPodsOfAll(names: readonly string[], prefixDelegation: boolean): number {
  const limits = names.flatMap((name) => {
    const type = instanceType(name);
    return type ? [maxPodsOf(name, type, prefixDelegation)] : [];
  });
  return limits.length ? Math.min(...limits) : 110;
}

/**
 * Share of the advertised memory that hypervisor and kernel take before the kubelet sees any: Karpenter's default
 * for types that it has not measured (VM_MEMORY_OVERHEAD_PERCENT = 0.075). A little too much for most types, so that a
 * plan made with it holds.
 */
export const memoryOverhead = 0.075;

/** Memory that the kubelet sees, in MiB; Graviton keeps another 64 MiB (Karpenter, pkg/providers/instancetype/types.go). */
export function visibleMemoryMiB(type: InstanceType): number {
  const size = type.memoryMiB - (type.architecture === "arm64" ? 64 : 0);
  return size - Math.ceil(size * memoryOverhead);
}
