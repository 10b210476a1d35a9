import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import { podOf, type Pod } from "../support/pods";
import type { StackView } from "../support/rule";
import { asTarget, isScaler, scalerTarget } from "../quotas/most-pods";
import { byNamespace, isOfKubernetes, namespaceOf } from "../support/namespaced";

export const availability = { tags: ["availability"] };

const replicatedKinds = [
  "apps:Deployment",
  "apps:StatefulSet",
  "apps:ReplicaSet",
  "core:ReplicationController",
  "argoproj.io:Rollout",
];

export function isReplicated({ group, kind }: Kind): boolean {
  return replicatedKinds.includes(`${group}:${kind}`);
}

/** A workload with a number of pods. */
export interface Replicated {
  object: KubeObject;
  pod: Pod;
  scaler: KubeObject | undefined;
  /** Fewest pods there are, or the field that doesn't let us know. */
  fewest: number | Field;
}

/** The replicated workloads of a stack, those of Kubernetes itself left out. */
export function replicated(view: StackView): Replicated[] {
  const all = view.objects.filter(isScaler);
  const scalers = new Map(all.map((one) => [scalerTarget(one), one]));
  const near = byNamespace(all, (one) => one);
  return view.objects.filter(isReplicated).flatMap((object) => {
    const pod = podOf(object);
    const scaler = scalers.get(asTarget(object));
    const perhaps = scaler === undefined ? scalerOfNobody(near(namespaceOf(object))) : undefined;
    return pod && !isOfKubernetes(object)
      ? [{ object, pod, scaler, fewest: perhaps ?? fewestPods(object, scaler) }]
      : [];
  });
}

/** The target of an autoscaler of the namespace that isn't known yet: it may be this workload. */
function scalerOfNobody(scalers: KubeObject[]): Field | undefined {
  return scalers
    .flatMap((one) => ["name", "kind"].map((key) => one.root.at("spec", "scaleTargetRef", key)))
    .find((field) => field.isUnknown);
}

function fewestPods(object: KubeObject, scaler: KubeObject | undefined): number | Field {
  const [field, fallback] =
    scaler === undefined
      ? [object.root.at("spec", "replicas"), 1]
      : scaler.kind === "ScaledObject"
        ? [scaler.root.at("spec", "minReplicaCount"), 0] // KEDA's default
        : [scaler.root.at("spec", "minReplicas"), 1];
  const value = field.absent ? fallback : field.value;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : field;
}

/** The setting that decides about the fewest pods. */
export function fewestSetting({ object, scaler }: Replicated): string {
  return scaler === undefined
    ? (object.configPath ?? "").concat(object.configPath === undefined ? "spec.replicas" : ".scaling.min")
    : `${scaler.configPath ?? `${scaler.kind} ${scaler.name}`}${scaler.configPath === undefined ? " minReplicas" : ".scaling.min"}`;
}

/** Says what keeps a workload from being judged: a value that isn't known, or one that is no number. */
export function tell(view: StackView, object: KubeObject, field: Field): void {
  view.about(object).expect(field, () => false, {
    why: "that is no number of pods",
    fix: `Set ${field.path} to a whole number`,
  });
}
