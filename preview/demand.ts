import { isQuantity, quantityNumber } from "../components/shared/quantity";
import { label } from "../components/shared/vocabulary";
import type { RecordedResource } from "./recorded";
import { at, listAt, numberAt, textAt, type View } from "./view";
import { lastingKinds, workloadOf } from "./workloads";

/** What the pods of one workload ask of the nodes. */
export interface Demand {
  resource: RecordedResource;
  /** Pool that the pods select; undefined for any that is open to all. */
  pool: string | undefined;
  /** Requests of one pod. */
  cpuMillis: number;
  memoryMiB: number;
  /** Pods at the fewest and at the most. */
  replicas: { min: number; max: number };
}

/**
 * Requests of every workload that the program itself registers, with the replicas that its scaler allows. Jobs come and go,
 * and DaemonSets belong to the nodes: both count as idle.
 */
export function demandsOf(view: View): Demand[] {
  const scaled = scalersOf(view);
  return lastingKinds
    .flatMap((kind) => view.kubernetes(kind))
    .filter((resource) => !view.get(resource.parent)?.type.startsWith("kubernetes:helm.sh"))
    .map((resource) => {
      const inputs = workloadOf(view, resource);
      const key = `${textAt(inputs, "metadata", "namespace") ?? ""}/${textAt(inputs, "metadata", "name") ?? ""}`;
      const fixed = numberAt(inputs, "spec", "replicas") ?? 1;
      const pod = at(inputs, "spec", "template", "spec");
      return {
        resource,
        pool: textAt(pod, "nodeSelector", label.pool),
        cpuMillis: requested(pod, "cpu") * 1000,
        memoryMiB: requested(pod, "memory") / 2 ** 20,
        replicas: scaled.get(key) ?? { min: fixed, max: fixed },
      };
    });
}

/** Bounds of replicas by `namespace/name` of the scaler's target. */
function scalersOf(view: View): Map<string, { min: number; max: number }> {
  const found = ["HorizontalPodAutoscaler", "ScaledObject"].flatMap((kind) => view.kubernetes(kind));
  return new Map(
    found.map((resource) => {
      const { metadata, spec } = view.inputs(resource);
      const min = numberAt(spec, "minReplicas") ?? numberAt(spec, "minReplicaCount") ?? 1;
      const max = numberAt(spec, "maxReplicas") ?? numberAt(spec, "maxReplicaCount") ?? min;
      const target = textAt(spec, "scaleTargetRef", "name") ?? "";
      return [`${textAt(metadata, "namespace") ?? ""}/${target}`, { min, max }];
    }),
  );
}

/** Containers run side by side, and so do init containers that restart (sidecars). */
function requested(pod: unknown, what: "cpu" | "memory"): number {
  const sidecars = listAt(pod, "initContainers").filter((one) => at(one, "restartPolicy") === "Always");
  const quantities = [...listAt(pod, "containers"), ...sidecars].map((one) =>
    textAt(one, "resources", "requests", what),
  );
  return quantities.reduce((sum, one) => sum + (one !== undefined && isQuantity(one) ? quantityNumber(one) : 0), 0);
}
