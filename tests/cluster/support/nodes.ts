import type { PoolSpec } from "../../../components/node-pools/pool-spec";
import { instanceTypesOf } from "../../../components/node-pools/instance-catalog";
import type { Api, KubeObject } from "./api";
import { each, until } from "./wait";

/** Label that EKS gives every node of a node group. */
const group = "eks.amazonaws.com/nodegroup";

/** Share of the root disk that the kubelet keeps free before it evicts (`nodefs.available<10%`). */
const freeDiskShare = 0.1;

/**
 * A node as the pool's node group would give it: labels of the pool, of EKS and of the kubelet, the pool's taints, and
 * the room for pods that the plan counts with. Node `index` of a pool is in its zone `index` modulo the zones, as Auto
 * Scaling spreads them.
 */
export function nodeOf(spec: PoolSpec, index: number, kubernetesVersion: string, suffix = ""): KubeObject {
  const name = `${spec.name}-${index}${suffix}`;
  const zone = spec.zones[index % spec.zones.length] ?? "";
  const [type = ""] = spec.settings.instanceTypes;
  const catalog = instanceTypesOf([type])[0];
  const { cpuMillis, memoryMiB, pods } = spec.allocatable;
  const diskGiB = spec.settings.disk.sizeGiB;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "kwok.x-k8s.io/node": "fake" },
      labels: {
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": spec.architecture,
        "kubernetes.io/hostname": name,
        "topology.kubernetes.io/region": zone.slice(0, -1),
        "topology.kubernetes.io/zone": zone,
        "topology.ebs.csi.aws.com/zone": zone,
        "node.kubernetes.io/instance-type": type,
        [group]: spec.name,
        "eks.amazonaws.com/capacityType": spec.settings.capacity === "spot" ? "SPOT" : "ON_DEMAND",
        ...spec.labels,
      },
    },
    spec: { providerID: `aws:///${zone}/${name}`, taints: spec.taints },
    status: {
      capacity: {
        cpu: String(catalog?.vcpu ?? 0),
        memory: `${catalog?.memoryMiB ?? 0}Mi`,
        pods: String(pods),
        "ephemeral-storage": `${diskGiB}Gi`,
      },
      allocatable: {
        cpu: `${cpuMillis}m`,
        memory: `${memoryMiB}Mi`,
        pods: String(pods),
        "ephemeral-storage": `${Math.floor(diskGiB * (1 - freeDiskShare)) - 1}Gi`, // 1Gi: reservedEphemeralStorage
      },
      nodeInfo: {
        kubeletVersion: `v${kubernetesVersion}.0`,
        architecture: spec.architecture,
        operatingSystem: "linux",
      },
    },
  };
}

/** Adds nodes until every pool has its desired or its largest number of them, and waits until they are ready. */
export async function growPools(
  api: Api,
  pools: PoolSpec[],
  at: "desired" | "max",
  kubernetesVersion: string,
): Promise<void> {
  const there = (await api.list("v1", "Node")).map(({ metadata }) => metadata.labels[group] as string);
  const missing = pools.flatMap((spec) => {
    const first = there.filter((pool) => pool === spec.name).length;
    const count = Math.max(0, spec.settings.size[at] - first);
    return Array.from({ length: count }, (_, index) => nodeOf(spec, first + index, kubernetesVersion));
  });
  await addNodes(api, missing);
}

/** Brings nodes up and waits until they are ready. */
export async function addNodes(api: Api, nodes: KubeObject[]): Promise<void> {
  await each(nodes, (node) => api.create(node));
  await until("nodes are ready", 60, async () => {
    const now = await api.list("v1", "Node");
    return now.filter((node) => !ready(node)).map(({ metadata }) => `node ${metadata.name}`);
  });
}

function ready({ spec, status }: KubeObject): boolean {
  const condition = status?.conditions?.find(({ type }: any) => type === "Ready");
  const waiting = (spec.taints ?? []).some(({ key }: any) => key === "node.kubernetes.io/not-ready");
  return condition?.status === "True" && !waiting;
}
