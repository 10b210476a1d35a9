import { type Api, type KubeObject, nameOf, pathOf } from "./api";
import { isRendered } from "./rendered";

/** Kinds that make pods, each with what tells whether it has all of them. */
const kinds: {
  apiVersion: string;
  kind: string;
  counts: (workload: KubeObject) => [have: number[], wanted: number];
}[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    counts: ({ spec, status }) => [counted(status, "replicas", "updatedReplicas", "availableReplicas"), spec.replicas],
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    counts: ({ spec, status }) => [counted(status, "replicas", "updatedReplicas", "availableReplicas"), spec.replicas],
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    counts: ({ spec, status }) => [counted(status, "replicas", "updatedReplicas", "availableReplicas"), spec.replicas],
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    counts: ({ status }) => [counted(status, "numberAvailable"), status?.desiredNumberScheduled ?? 1],
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    counts: ({ spec, status }) => [counted(status, "succeeded"), spec.completions ?? 1],
  },
];

function counted(status: Record<string, number> | undefined, ...keys: string[]): number[] {
  return keys.map((key) => status?.[key] ?? 0);
}

/** Every object that makes pods of a template, of all namespaces or of one. */
export async function workloads(api: Api, namespace?: string): Promise<KubeObject[]> {
  const where = namespace === undefined ? {} : { namespace };
  const lists = await Promise.all(
    kinds.map(async (kind) => ((await api.knows(kind)) ? api.list(kind.apiVersion, kind.kind, where) : [])),
  );
  return lists.flat().filter((one) => !isOfRollout(one));
}

/** Whether an object stands for a Rollout, which is counted itself. */
function isOfRollout({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ kind }: any) => kind === "Rollout") === true;
}

/** Workloads that have not come to rest, each with what the control plane says about it. */
export async function restless(api: Api): Promise<string[]> {
  const waiting = (await workloads(api)).filter((workload) => !rested(workload));
  if (waiting.length === 0) return [];
  const pods = await api.list("v1", "Pod");
  const events = await api.list("v1", "Event");
  return waiting.map((workload) => {
    const [have, wanted] = countsOf(workload);
    const failure = workload.status?.conditions?.find(({ type }: any) => type === "ReplicaFailure")?.message as
      string | undefined;
    const own = podsOf(workload, pods);
    const unplaced = own.flatMap((pod) => {
      const placed = pod.status?.conditions?.find(({ type }: any) => type === "PodScheduled");
      return placed?.status === "False" ? [`${pod.metadata.name}: ${String(placed.message)}`] : [];
    });
    const reasons = [failure ?? refusedPods(workload, events), unplaced[0]].filter((reason) => reason !== undefined);
    return (
      `${nameOf(workload)}: ${String(have.at(-1))} of ${wanted} available, ${own.length} pods, ` +
      `${unplaced.length} unplaced${reasons.length ? `: ${reasons.join("; ")}` : ""}${pathOf(workload)}`
    );
  });
}

/** Only Deployments say why their pods were refused; the others leave it to an event. */
function refusedPods({ kind, metadata }: KubeObject, events: KubeObject[]): string | undefined {
  return events.find(
    ({ reason, involvedObject: about }) =>
      reason === "FailedCreate" &&
      about.kind === kind &&
      about.name === metadata.name &&
      about.namespace === metadata.namespace,
  )?.message as string | undefined;
}

function countsOf(workload: KubeObject): [have: number[], wanted: number] {
  return kinds.find(({ kind }) => kind === workload.kind)?.counts(workload) ?? [[], 0];
}

function rested(workload: KubeObject): boolean {
  const [have, wanted] = countsOf(workload);
  const seen = workload.status?.observedGeneration as number | string | undefined; // a text in a Rollout
  if (workload.kind !== "Job" && String(seen) !== String(workload.metadata.generation)) return false;
  return have.every((count) => count === wanted);
}

/** Pods that the selector of a workload or of a budget chooses. */
export function podsOf({ metadata: { namespace }, spec }: KubeObject, pods: KubeObject[]): KubeObject[] {
  return pods.filter(({ metadata }) => metadata.namespace === namespace && selects(spec.selector, metadata.labels));
}

/** Whether a selector chooses an object with these labels; an empty one chooses all. */
export function selects(selector: any, labels: Record<string, string> = {}): boolean {
  const said = (selector?.matchExpressions ?? []).every(({ key, operator, values = [] }: any) => {
    const value = labels[key as string];
    if (operator === "Exists") return value !== undefined;
    if (operator === "DoesNotExist") return value === undefined;
    return values.includes(value) === (operator === "In");
  });
  return said && matches(selector?.matchLabels ?? {}, labels);
}

/** Whether a pod is one of a DaemonSet's, which belongs to its node and goes with it. */
export function isDaemon({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ kind }: any) => kind === "DaemonSet") === true;
}

/** Whether an object's labels have every label of a selector. */
export function matches(wanted: Record<string, string>, labels: Record<string, string> = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** Nodes of the pods of a workload that are ready or on their way, one for each pod. */
export function placesOf(workload: KubeObject, pods: KubeObject[], nodes: KubeObject[]): KubeObject[] {
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]));
  return podsOf(workload, pods).flatMap(({ metadata, spec }) => {
    const node = byName.get(spec.nodeName as string);
    return node === undefined || metadata.deletionTimestamp !== undefined ? [] : [node];
  });
}

/** Sets everything that an autoscaler scales to one of the autoscaler's bounds. */
export async function scaleTo(api: Api, bound: "minimum" | "maximum"): Promise<void> {
  for (const { namespace, ref, minimum, maximum } of await scalers(api)) {
    const target = { apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: ref.name, namespace } };
    await api.merge(target, { spec: { replicas: bound === "minimum" ? minimum : maximum } });
  }
}

interface Scaler {
  object: KubeObject;
  namespace: string;
  ref: { apiVersion: string; kind: string; name: string };
  minimum: number;
  maximum: number;
}

/** Autoscalers of both kinds; KEDA would make one of the first kind of each of its own. */
export async function scalers(api: Api): Promise<Scaler[]> {
  const own = (await api.list("autoscaling/v2", "HorizontalPodAutoscaler")).map((object) => ({
    object,
    namespace: object.metadata.namespace ?? "",
    ref: object.spec.scaleTargetRef,
    minimum: object.spec.minReplicas,
    maximum: object.spec.maxReplicas,
  }));
  if (!(await api.knows(scaledObject))) return own;
  const byEvents = (await api.list(scaledObject.apiVersion, scaledObject.kind)).map((object) => ({
    object,
    namespace: object.metadata.namespace ?? "",
    // https://keda.sh/docs/2.20/reference/scaledobject-spec/ has the defaults.
    ref: { apiVersion: "apps/v1", kind: "Deployment", ...object.spec.scaleTargetRef },
    minimum: object.spec.minReplicaCount ?? 0,
    maximum: object.spec.maxReplicaCount ?? 100,
  }));
  return [...own, ...byEvents];
}

const scaledObject = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" };

/** Starts a rollout of everything long-running that no chart brought, as `kubectl rollout restart` does. */
export async function rollOut(api: Api): Promise<void> {
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  const all = (await workloads(api)).filter(({ kind }) => kind !== "Job" && kind !== "DaemonSet");
  for (const workload of all.filter((one) => !isRendered(one))) {
    await api.merge(workload, { spec: { template: { metadata: { annotations } } } });
  }
}

/**
 * Runs each CronJob once, as `kubectl create job --from` does: its pod is judged like any other.
 *
 * @returns those that can't run, for the claim of a chart's pod that they read isn't there.
 */
export async function runCronJobs(api: Api): Promise<string[]> {
  const claims = new Set((await api.list("v1", "PersistentVolumeClaim")).map(key));
  const left: string[] = [];
  for (const cron of await api.list("batch/v1", "CronJob")) {
    const { name, namespace, annotations } = cron.metadata;
    const { metadata: template = {}, spec: job } = cron.spec.jobTemplate as { metadata?: object; spec: any };
    const wanted = (job.template.spec.volumes ?? []).flatMap((one: any) => one.persistentVolumeClaim?.claimName ?? []);
    const missing = wanted.filter((claim: string) => !claims.has(`${namespace ?? ""}/${claim}`));
    if (missing.length) {
      left.push(`${nameOf(cron)} reads ${missing.join(", ")}`);
      continue;
    }
    const own = { name: `${name}-once`, ...(namespace === undefined ? {} : { namespace }), annotations };
    await api.create({ apiVersion: "batch/v1", kind: "Job", metadata: { ...template, ...own }, spec: job });
  }
  return left;
}

function key({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
