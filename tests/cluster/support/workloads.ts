import { type Api, type KubeObject, nameOf, pathOf } from "./api";

/** Deployments that have not come to rest, each with what the control plane says about it. */
export async function unavailableDeployments(api: Api): Promise<string[]> {
  const deployments = await api.list("apps/v1", "Deployment");
  const waiting = deployments.filter((deployment) => !rested(deployment));
  if (waiting.length === 0) return [];
  const pods = await api.list("v1", "Pod");
  return waiting.map((deployment) => {
    const { replicas = 0, availableReplicas = 0, conditions = [] } = deployment.status ?? {};
    const failure = conditions.find(({ type }: any) => type === "ReplicaFailure")?.message as string | undefined;
    const own = podsOf(deployment, pods);
    const unplaced = own.flatMap((pod) => {
      const placed = pod.status?.conditions?.find(({ type }: any) => type === "PodScheduled");
      return placed?.status === "False" ? [`${pod.metadata.name}: ${String(placed.message)}`] : [];
    });
    const reasons = [failure, unplaced[0]].filter((reason) => reason !== undefined).join("; ");
    return (
      `${nameOf(deployment)}: ${String(availableReplicas)} of ${String(deployment.spec.replicas)} available, ` +
      `${String(replicas)} pods, ${unplaced.length} unplaced${reasons && `: ${reasons}`}${pathOf(deployment)}`
    );
  });
}

function rested({ metadata, spec, status }: KubeObject): boolean {
  if (status?.observedGeneration !== metadata.generation) return false;
  const wanted = spec.replicas as number;
  return [status.replicas, status.updatedReplicas, status.availableReplicas].every((count) => (count ?? 0) === wanted);
}

/** Pods of a Deployment by its selector. */
export function podsOf(deployment: KubeObject, pods: KubeObject[]): KubeObject[] {
  const labels = deployment.spec.selector.matchLabels as Record<string, string>;
  return pods.filter(
    ({ metadata }) => metadata.namespace === deployment.metadata.namespace && matches(labels, metadata.labels),
  );
}

/** Whether an object's labels have every label of a selector. */
export function matches(wanted: Record<string, string>, labels: Record<string, string> = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** Pods of a Deployment that are ready or on their way, with the node that each is on. */
export function placesOf(deployment: KubeObject, pods: KubeObject[], nodes: KubeObject[]): KubeObject[] {
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]));
  return podsOf(deployment, pods).flatMap(({ metadata, spec }) => {
    const node = byName.get(spec.nodeName as string);
    return node === undefined || metadata.deletionTimestamp !== undefined ? [] : [node];
  });
}

/** Sets every Deployment that an autoscaler scales to one of the autoscaler's bounds. */
export async function scaleTo(api: Api, bound: "minReplicas" | "maxReplicas"): Promise<void> {
  for (const { metadata, spec } of await api.list("autoscaling/v2", "HorizontalPodAutoscaler")) {
    const { apiVersion, kind, name } = spec.scaleTargetRef as { apiVersion: string; kind: string; name: string };
    const target = { apiVersion, kind, metadata: { name, namespace: metadata.namespace ?? "" } };
    await api.merge(target, { spec: { replicas: spec[bound] as number } }, "scale");
  }
}

/** Starts a rollout of every Deployment, as `kubectl rollout restart` does. */
export async function rollOut(api: Api): Promise<void> {
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  for (const deployment of await api.list("apps/v1", "Deployment")) {
    await api.merge(deployment, { spec: { template: { metadata: { annotations } } } });
  }
}
