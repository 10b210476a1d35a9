import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";

/** How many pods of a workload there can be at once, or the field that doesn't let us know. */
export type MostPods = { pods: number; surge: number } | { trouble: Field } | undefined;

/** Kinds that set the replicas of another object, with their maximum. */
export function isScaler({ group, kind }: Kind): boolean {
  return (
    (group === "autoscaling" && kind === "HorizontalPodAutoscaler") || (group === "keda.sh" && kind === "ScaledObject")
  );
}

/** By what a scaler and its workload find each other: namespace, kind and name. */
export function scalerTarget(scaler: KubeObject): string {
  const target = scaler.root.at("spec", "scaleTargetRef");
  const kind = target.at("kind").string ?? "Deployment"; // KEDA's default; an HPA always says it.
  return [scaler.namespace, kind, target.at("name").string].join("/");
}

export function asTarget({ namespace, kind, name }: KubeObject): string {
  return [namespace, kind, name].join("/");
}

/** `nodes`: on how many nodes a DaemonSet runs; the stack's objects don't say. */
export function mostPods(workload: KubeObject, scaler: KubeObject | undefined, nodes: number): MostPods {
  const spec = workload.root.at("spec");
  switch (workload.kind) {
    case "Pod":
      return { pods: 1, surge: 0 };
    case "PodTemplate":
      return undefined;
    case "DaemonSet":
      return { pods: nodes, surge: 0 };
    case "Job":
      return plain(count(spec.at("parallelism"), 1));
    case "CronJob":
      return plain(count(spec.at("jobTemplate", "spec", "parallelism"), 1));
    default:
      return scaled(workload, scaler);
  }
}

function scaled(workload: KubeObject, scaler: KubeObject | undefined): MostPods {
  const spec = workload.root.at("spec");
  const most = scaler ? maximum(scaler) : count(spec.at("replicas"), 1);
  if (typeof most !== "number") {
    return { trouble: most };
  }
  const surge = surgeOf(workload, most);
  return typeof surge === "number" ? { pods: most, surge } : { trouble: surge };
}

function maximum(scaler: KubeObject): number | Field {
  return scaler.kind === "ScaledObject"
    ? count(scaler.root.at("spec", "maxReplicaCount"), 100) // KEDA's default
    : count(scaler.root.at("spec", "maxReplicas"));
}

/** Pods beyond the replicas while a new version replaces the old one. */
function surgeOf(workload: KubeObject, replicas: number): number | Field {
  const strategy = workload.root.at("spec", "strategy");
  if (workload.kind === "Deployment") {
    const type = strategy.at("type");
    if (type.isUnknown || type.isMalformed) {
      return type;
    }
    return type.value === "Recreate" ? 0 : share(strategy.at("rollingUpdate", "maxSurge"), replicas);
  }
  return workload.kind === "Rollout" ? surgeOfRollout(strategy, replicas) : 0;
}

function surgeOfRollout(strategy: Field, replicas: number): number | Field {
  const canary = strategy.at("canary");
  if (canary.isUnknown || canary.isMalformed) {
    return canary;
  }
  if (!strategy.at("blueGreen").absent) {
    return replicas;
  }
  if (canary.at("trafficRouting").absent) {
    return share(canary.at("maxSurge"), replicas);
  }
  // With the requests split by a router, the old version keeps its pods unless it says otherwise
  // (argo-rollouts v1.9.1, types.go, DynamicStableScale).
  const dynamic = canary.at("dynamicStableScale");
  if (dynamic.isUnknown || dynamic.isMalformed) {
    return dynamic;
  }
  return dynamic.value === true ? 1 : replicas;
}

/** A number or a percentage, rounded up as the deployment controller does; 25 % when absent. */
function share(field: Field, replicas: number): number | Field {
  const value = field.absent ? "25%" : field.value;
  const percent = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? count(field) : Math.ceil((replicas * Number(percent)) / 100);
}

function count(field: Field, fallback?: number): number | Field {
  const value = field.absent ? fallback : field.value;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : field;
}

function plain(pods: number | Field): MostPods {
  return typeof pods === "number" ? { pods, surge: 0 } : { trouble: pods };
}
