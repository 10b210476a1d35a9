import { compareQuantities, sumQuantities } from "../../shared/quantity";

/** Names of the sizes, smallest first. */
export const sizeNames = ["small", "medium", "large"] as const;

export type SizeName = (typeof sizeNames)[number];

/** What a size gives one container: quantities of CPU and memory. */
export interface SizeResources {
  requests: { cpu: string; memory: string };
  limits: { cpu: string; memory: string };
}

/** What a stack may say of a container's resources beside its size. */
export interface GivenResources {
  requests: { cpu?: string | undefined; memory?: string | undefined; "ephemeral-storage"?: string | undefined };
  limits: { cpu?: string | undefined; memory?: string | undefined; "ephemeral-storage"?: string | undefined };
}

/** Requests and limits of one container; no CPU limit where a stack chose `none`. */
export interface ContainerResources {
  requests: { cpu: string; memory: string; "ephemeral-storage": string };
  limits: { cpu?: string; memory: string; "ephemeral-storage": string };
}

/** A writable directory of a container, as far as its size matters. */
export interface ScratchSize {
  size: string;
  medium: "disk" | "memory";
}

/**
 * Local disk of a container beside its scratch volumes: its logs (the kubelet keeps 5 files of 10 MiB,
 * `containerLogMaxFiles` and `containerLogMaxSize` of
 * https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/) and room for what the runtime writes.
 */
const logsAndRuntime = "128Mi";

/**
 * Requests and limits of a container.
 *
 * A value that a stack gives replaces the size's. Where it gives only one of a pair and the other, from the size, would
 * put the request above the limit, the other follows it: `requests.memory: 1Gi` on a small service is a limit of 1Gi.
 */
export function containerResources(
  size: SizeResources,
  given: GivenResources,
  scratch: readonly ScratchSize[],
): ContainerResources {
  const cpuLimit = given.limits.cpu === "none" ? undefined : given.limits.cpu;
  const cpu = pair(size.requests.cpu, size.limits.cpu, given.requests.cpu, cpuLimit);
  const memory = pair(size.requests.memory, size.limits.memory, given.requests.memory, given.limits.memory);
  const local = localStorage(scratch);
  const storage = pair(local, local, given.requests["ephemeral-storage"], given.limits["ephemeral-storage"]);
  return {
    requests: { cpu: cpu.request, memory: memory.request, "ephemeral-storage": storage.request },
    limits: {
      ...(given.limits.cpu === "none" ? {} : { cpu: cpu.limit }),
      memory: memory.limit,
      "ephemeral-storage": storage.limit,
    },
  };
}

/** What the scratch volumes on disk may hold together; the kubelet counts it against the pod's ephemeral storage. */
export function scratchOnDisk(scratch: readonly ScratchSize[]): string {
  return sumQuantities(scratch.filter(({ medium }) => medium === "disk").map(({ size }) => size));
}

/** What the scratch volumes in memory may hold together; it counts against the memory limit. */
export function scratchInMemory(scratch: readonly ScratchSize[]): string {
  return sumQuantities(scratch.filter(({ medium }) => medium === "memory").map(({ size }) => size));
}

function localStorage(scratch: readonly ScratchSize[]): string {
  return sumQuantities([logsAndRuntime, scratchOnDisk(scratch)]);
}

function pair(sizeRequest: string, sizeLimit: string, givenRequest?: string, givenLimit?: string) {
  const request = givenRequest ?? (givenLimit === undefined ? sizeRequest : smaller(sizeRequest, givenLimit));
  const limit = givenLimit ?? (givenRequest === undefined ? sizeLimit : larger(sizeLimit, givenRequest));
  return { request, limit };
}

const smaller = (a: string, b: string) => (compareQuantities(a, b) <= 0 ? a : b);
const larger = (a: string, b: string) => (compareQuantities(a, b) >= 0 ? a : b);
