import { isQuantity, parseQuantity } from "../components/shared/quantity";
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
        cpuMillis: requested(inputs, "cpu") / 1e6,
        memoryMiB: requested(inputs, "memory") / 1e9 / 2 ** 20,
        replicas: scaled.get(key) ?? { min: fixed, max: fixed },
      };
    });
}

/** Bounds of replicas by `namespace/name` of the scaler's target, and what keeps them. */
export function scalersOf(view: View): Map<string, { min: number; max: number; by: "HPA" | "KEDA" }> {
  const found = (["HorizontalPodAutoscaler", "ScaledObject"] as const).flatMap((kind) =>
    view
      .kubernetes(kind)
      .map((resource) => ({ resource, by: kind === "ScaledObject" ? ("KEDA" as const) : ("HPA" as const) })),
  );
  return new Map(
    found.map(({ resource, by }) => {
      const { metadata, spec } = view.inputs(resource);
      const min = numberAt(spec, "minReplicas") ?? numberAt(spec, "minReplicaCount") ?? 1;
      const max = numberAt(spec, "maxReplicas") ?? numberAt(spec, "maxReplicaCount") ?? min;
      const target = textAt(spec, "scaleTargetRef", "name") ?? "";
      return [`${textAt(metadata, "namespace") ?? ""}/${target}`, { min, max, by }];
    }),
  );
}

/**
 * Requests of one pod, in billionths: containers run side by side, and so do init containers that restart (sidecars) and
 * the proxy that the mesh puts beside them (https://istio.io/latest/docs/reference/config/annotations/).
 */
function requested(workload: unknown, what: "cpu" | "memory"): number {
  const pod = at(workload, "spec", "template", "spec");
  const annotation = `sidecar.istio.io/${what === "cpu" ? "proxyCPU" : "proxyMemory"}`;
  const proxy = textAt(workload, "spec", "template", "metadata", "annotations", annotation);
  const sidecars = listAt(pod, "initContainers").filter((one) => at(one, "restartPolicy") === "Always");
  const containers = [...listAt(pod, "containers"), ...sidecars];
  const quantities = [...containers.map((one) => textAt(one, "resources", "requests", what)), proxy];
  return Number(
    quantities.reduce((sum, one) => sum + (one !== undefined && isQuantity(one) ? parseQuantity(one) : 0n), 0n),
  );
}
