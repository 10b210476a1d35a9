import { z } from "zod";
import { quantity, quantityNumber } from "../shared/quantity";
import { evictionMiB, reservedMemoryMiB } from "./reservations";

const reservation = (who: string) =>
  z
    .strictObject({
      cpu: quantity().optional().describe(`CPU kept for ${who}.`),
      memory: quantity().optional().describe(`Memory kept for ${who}.`),
      "ephemeral-storage": quantity().optional().describe(`Disk kept for ${who}.`),
    })
    .optional();

/** What a stack may say about the kubelet of a pool; all of it upstream's names (KubeletConfiguration v1beta1). */
export const kubeletSettings = z.strictObject({
  maxPods: z
    .int()
    .min(8)
    .max(250)
    .optional()
    .describe(
      "Most pods of a node. Left out: by AWS's formula, 110 with prefix delegation up to 30 vCPU, else 250. " +
        "Each pod adds 11 MiB to what the node reserves.",
    ),
  podsPerCore: z
    .int()
    .min(0)
    .default(0)
    .describe("Most pods for each core, 0 for no such limit; the smaller of this and maxPods counts. AL2023 only."),
  cpuManagerPolicy: z
    .enum(["none", "static"])
    .default("none")
    .describe(
      "`static` gives Guaranteed pods that ask for whole CPUs these CPUs alone. Others share what is left; pods " +
        "whose requests and limits differ gain nothing.",
    ),
  memoryManagerPolicy: z
    .enum(["None", "Static"])
    .default("None")
    .describe("`Static` places Guaranteed pods on one NUMA node. It needs `reservedMemory`, else the kubelet stops."),
  reservedMemory: quantity()
    .optional()
    .describe(
      "Memory on NUMA node 0 that `Static` keeps from pods: exactly kubeReserved + systemReserved + the eviction threshold (100Mi).",
    ),
  kubeReserved: reservation("kubelet and container runtime").describe(
    "Left out: AWS's formula, 11 MiB a pod + 255 MiB, and 6 % of the first core, less of the others.",
  ),
  systemReserved: reservation("the operating system").describe("Left out: nothing, as on AWS's images."),
  kubeAPIQPS: z
    .int()
    .min(1)
    .optional()
    .describe("Requests a second of the kubelet to the API server. Left out: the kubelet's own 50."),
  kubeAPIBurst: z
    .int()
    .min(1)
    .optional()
    .describe("Requests at once of the kubelet to the API server. Left out: the kubelet's own 100."),
});

export type KubeletSettings = z.output<typeof kubeletSettings>;

const mebi = 1024 * 1024;

/** A memory quantity in MiB, rounded up. */
export function inMiB(text: string): number {
  return Math.ceil(quantityNumber(text) / mebi);
}

/**
 * Memory that no pod of a node gets, in MiB: what `reservedMemory` of the static memory manager must be, to the byte
 * (https://kubernetes.io/docs/tasks/administer-cluster/memory-manager/, "sum of reserved-memory").
 */
export function heldBackMiB(kubelet: KubeletSettings, maxPods: number): number {
  const kube = kubelet.kubeReserved?.memory;
  const system = kubelet.systemReserved?.memory;
  return (kube ? inMiB(kube) : reservedMemoryMiB(maxPods)) + (system ? inMiB(system) : 0) + evictionMiB;
}
