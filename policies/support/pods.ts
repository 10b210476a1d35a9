import { type Field, Malformed } from "./field";
import type { Kind, KubeObject } from "./kube-object";

/** `sidecar` is an init container with `restartPolicy: Always`: it runs as long as the pod. */
export type ContainerRole = "container" | "sidecar" | "init" | "ephemeral";

export interface Container {
  role: ContainerRole;
  name: string;
  field: Field;
  /** The setting as the author knows it: under the config path for the pod's first container, else the field's path. */
  setting(key: string): string;
}

export interface Pod {
  object: KubeObject;
  metadata: Field;
  spec: Field;
  containers: Container[];
  /** Runs until it is stopped: not a Job, and not a Pod that ends by itself. */
  longRunning: boolean;
  windows: boolean;
  /** `hostUsers: false`: root in the pod is nobody on the node. */
  userNamespace: boolean;
}

const template = ["spec", "template"];

/** Where each kind keeps its pod template; the version doesn't matter. */
const templates: Record<string, string[]> = {
  "apps:Deployment": template,
  "apps:StatefulSet": template,
  "apps:DaemonSet": template,
  "apps:ReplicaSet": template,
  "extensions:Deployment": template,
  "extensions:DaemonSet": template,
  "extensions:ReplicaSet": template,
  "core:ReplicationController": template,
  "batch:Job": template,
  "batch:CronJob": ["spec", "jobTemplate", "spec", "template"],
  "core:Pod": [],
  "core:PodTemplate": ["template"],
  "argoproj.io:Rollout": template,
  // A ScaledJob has the spec of a Job: keda.sh/docs/2.20/reference/scaledjob-spec.
  "keda.sh:ScaledJob": ["spec", "jobTargetRef", "template"],
  // knative.dev/docs/serving/reference/serving-api
  "serving.knative.dev:Service": template,
  "serving.knative.dev:Configuration": template,
  "serving.knative.dev:Revision": [],
};

/** Groups of Kubernetes' own kinds, of which the table above is complete but for revisions. */
const own = /^(core|apps|batch|extensions|autoscaling|policy|events|meta|helm\.sh|yaml|kustomize|(.+\.)?k8s\.io)$/;

/** Whether objects of a kind may describe pods: the workloads, and kinds of others, whose objects are searched for pods. */
export function mayHavePods(kind: Kind): boolean {
  return isWorkload(kind) || isSearched(kind);
}

function isSearched({ group, kind }: Kind): boolean {
  return !own.test(group) || (group === "apps" && kind === "ControllerRevision");
}

export function isWorkload({ group, kind }: Kind): boolean {
  return `${group}:${kind}` in templates;
}

/** The steps to the pod template of a workload; `undefined` for objects that have none. */
export function podSteps(object: KubeObject): string[] | undefined {
  return templates[`${object.group}:${object.kind}`];
}

const pods = new WeakMap<KubeObject, Pod[]>();

/** The one pod that a workload describes; `undefined` for objects that have none. */
export function podOf(object: KubeObject): Pod | undefined {
  return podsOf(object)[0];
}

/**
 * The pods that an object describes: the one of a workload, and in an object of a kind that is no workload every part
 * that has the shape of a pod. What such a part doesn't set its controller may, so it is judged like a patch.
 */
export function podsOf(object: KubeObject): Pod[] {
  let all = pods.get(object);
  if (all === undefined) {
    all = isWorkload(object) ? [readPod(object) ?? []].flat() : isSearched(object) ? foundPods(object) : [];
    pods.set(object, all);
  }
  return all;
}

/** How deep a pod may be: `spec.pipelines[0].steps[0].template.spec` is six steps down. */
const deepest = 8;

function foundPods(object: KubeObject): Pod[] {
  const found: Pod[] = [];
  const search = (holder: Field, field: Field, depth: number): void => {
    if (isPodSpec(field)) {
      found.push(podAt(object, holder.at("metadata"), field.asPatch().ownedBy("its pod")));
      return;
    }
    if (depth > 0 && typeof field.value === "object" && field.known) {
      const inner = Array.isArray(field.value) ? field.items() : field.entries().map(([, one]) => one);
      inner.forEach((one) => {
        search(field, one, depth - 1);
      });
    }
  };
  search(object.root, object.root, deepest);
  return found;
}

/** A list of things that have a name or an image, under the name that a pod spec has for it. */
function isPodSpec(field: Field): boolean {
  const { value } = field;
  if (typeof value !== "object" || value === null || !("containers" in value) || !Array.isArray(value.containers)) {
    return false;
  }
  const isContainer = (one: unknown) => typeof one === "object" && one !== null && ("image" in one || "name" in one);
  return value.containers.length > 0 && value.containers.every(isContainer);
}

function readPod(object: KubeObject): Pod | undefined {
  const path = podSteps(object);
  if (!path) {
    return undefined;
  }
  const holder = object.root.at(...path);
  if (object.kind === "Rollout" && holder.absent && object.root.at("spec", "workloadRef").known) {
    return undefined; // Its pods are those of the Deployment that it refers to.
  }
  return podAt(object, holder.at("metadata"), required(holder.at("spec"), "a pod spec").ownedBy("its pod"));
}

function podAt(object: KubeObject, metadata: Field, spec: Field): Pod {
  const restarts = spec.at("restartPolicy").string;
  return {
    object,
    metadata,
    spec,
    containers: [
      ...containersIn(object, required(spec.at("containers"), "a list of containers"), () => "container"),
      ...containersIn(object, spec.at("initContainers"), initRole),
      ...containersIn(object, spec.at("ephemeralContainers"), () => "ephemeral"),
    ],
    longRunning:
      object.group !== "batch" && object.kind !== "ScaledJob" && restarts !== "Never" && restarts !== "OnFailure",
    windows: spec.at("os", "name").string === "windows",
    userNamespace: spec.at("hostUsers").value === false,
  };
}

function required(field: Field, what: string): Field {
  const empty = field.absent || (Array.isArray(field.value) && field.value.length === 0);
  return empty ? field.with(new Malformed(field.value, what)) : field;
}

function initRole(container: Field): ContainerRole {
  return container.at("restartPolicy").string === "Always" ? "sidecar" : "init";
}

function containersIn(object: KubeObject, list: Field, role: (container: Field) => ContainerRole): Container[] {
  return list.items().map((item, index) => {
    const name = item.at("name").string ?? `#${index + 1}`;
    const field =
      item.isUnknown || item.isMalformed
        ? item
        : present(item).ownedBy(`${noun(role(item))} "${name}"`, `${list.path}["${name}"]`);
    const ofStack = object.configPath !== undefined && index === 0 && role(item) === "container";
    return {
      role: role(item),
      name,
      field,
      setting: (key) => (ofStack ? `${object.configPath}.${key}` : `${field.path}.${key}`),
    };
  });
}

/** A container that is null or no object is malformed at once, not merely without settings. */
function present(item: Field): Field {
  return item.absent ? item.with(new Malformed(item.value, "a container")) : item;
}

function noun(role: ContainerRole): string {
  return role === "container" ? "container" : role === "sidecar" ? "sidecar" : `${role} container`;
}
