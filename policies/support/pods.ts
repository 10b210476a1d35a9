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
};

export function isWorkload({ group, kind }: Kind): boolean {
  return `${group}:${kind}` in templates;
}

/** The steps to the pod template of a workload; `undefined` for objects that have none. */
export function podSteps(object: KubeObject): string[] | undefined {
  return templates[`${object.group}:${object.kind}`];
}

const pods = new WeakMap<KubeObject, Pod>();

/** The one pod that a workload describes; `undefined` for objects that have none. */
export function podOf(object: KubeObject): Pod | undefined {
  const pod = pods.get(object) ?? readPod(object);
  if (pod) {
    pods.set(object, pod);
  }
  return pod;
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
  const spec = required(holder.at("spec"), "a pod spec").ownedBy("its pod");
  const restarts = spec.at("restartPolicy").string;
  return {
    object,
    metadata: holder.at("metadata"),
    spec,
    containers: [
      ...containersIn(object, required(spec.at("containers"), "a list of containers"), () => "container"),
      ...containersIn(object, spec.at("initContainers"), initRole),
      ...containersIn(object, spec.at("ephemeralContainers"), () => "ephemeral"),
    ],
    longRunning: object.group !== "batch" && restarts !== "Never" && restarts !== "OnFailure",
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
