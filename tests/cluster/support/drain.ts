import type { PoolSpec } from "../../../components/node-pools/pool-spec";
import type { Api, KubeObject } from "./api";
import { addNodes, nodeOf } from "./nodes";
import { until } from "./wait";
import { isDaemon } from "./workloads";

/** What happened while one node was drained. */
export interface Drain {
  node: string;
  evicted: number;
  /** Evictions that a PodDisruptionBudget put off, tried again later. */
  putOff: number;
  seconds: number;
}

/**
 * Replaces every node, as an update of a managed node group does it: it adds a new one first, then drains the old one
 * through the eviction API, then takes it away. Nodes without pods beside their daemons are replaced first, all at once,
 * and the others one after the other: no pod may move to a node that is old itself and never drained.
 * (EKS user guide, "Understand each phase of node updates": scale up phase, upgrade phase.)
 *
 * @returns what happened to the nodes that carried pods.
 * @throws Error when a node can't be emptied or a pod's replacement doesn't become ready in time.
 */
export async function replaceNodes(api: Api, pools: PoolSpec[], kubernetesVersion: string): Promise<Drain[]> {
  const replacement = ({ metadata }: KubeObject) => {
    const pool = pools.find(({ name }) => metadata.labels["eks.amazonaws.com/nodegroup"] === name);
    const index = Number(metadata.name.split("-").at(-1));
    return pool ? [nodeOf(pool, index, kubernetesVersion, "-new")] : [];
  };
  const nodes = await api.list("v1", "Node");
  const used = new Set((await movablePods(api)).map(({ spec }) => spec.nodeName as string));
  const [idle, busy] = [false, true].map((is) => nodes.filter(({ metadata }) => used.has(metadata.name) === is));
  await addNodes(api, idle?.flatMap(replacement) ?? []);
  for (const node of idle ?? []) await api.delete(node);
  const drains: Drain[] = [];
  for (const node of busy ?? []) {
    await addNodes(api, replacement(node));
    drains.push(await drain(api, node));
    await api.delete(node);
  }
  return drains;
}

async function drain(api: Api, node: KubeObject): Promise<Drain> {
  await api.merge(node, { spec: { unschedulable: true } });
  const counts = { evicted: 0, putOff: 0 };
  const seconds = await until(`node ${node.metadata.name} is empty and every pod is back`, 90, async () => {
    const pods = await podsOn(api, node);
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp !== undefined) continue;
      counts[(await api.evict(pod)) ? "evicted" : "putOff"]++;
    }
    const breaches = await breachedBudgets(api);
    if (breaches.length) throw new Error(`while ${node.metadata.name} was drained: ${breaches.join(", ")}`);
    return [...pods.map(({ metadata }) => `${metadata.name} is still there`), ...(await missingReplicas(api))];
  });
  return { node: node.metadata.name, ...counts, seconds };
}

async function podsOn(api: Api, node: KubeObject): Promise<KubeObject[]> {
  return (await movablePods(api)).filter(({ spec }) => spec.nodeName === node.metadata.name);
}

async function movablePods(api: Api): Promise<KubeObject[]> {
  return (await api.list("v1", "Pod")).filter((pod) => !isDaemon(pod) && !isOver(pod));
}

/** Pods of finished jobs are not missed. */
function isOver({ status }: KubeObject): boolean {
  return status?.phase === "Succeeded";
}

/** Budgets with fewer healthy pods than they ask for; those of pods that an operator would make have none here. */
export async function breachedBudgets(api: Api): Promise<string[]> {
  const budgets = await api.list("policy/v1", "PodDisruptionBudget");
  return budgets.flatMap(({ metadata, status }) =>
    status.expectedPods > 0 && status.currentHealthy < status.desiredHealthy
      ? [`budget ${metadata.name} has ${String(status.currentHealthy)} of ${String(status.desiredHealthy)} pods`]
      : [],
  );
}

async function missingReplicas(api: Api): Promise<string[]> {
  const all = [...(await api.list("apps/v1", "Deployment")), ...(await api.list("apps/v1", "StatefulSet"))];
  return all.flatMap(({ metadata, spec, status }) => {
    const ready = status?.readyReplicas ?? 0;
    return ready === spec.replicas ? [] : [`${metadata.name}: ${String(ready)} of ${String(spec.replicas)} ready`];
  });
}
