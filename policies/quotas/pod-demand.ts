import type { Field } from "../support/field";
import type { Container, Pod } from "../support/pods";
import { parseQuantity } from "../support/quantity";
import { accountable, resource } from "./resources";

/** What one pod asks for of a quota's resource, and the fields that don't let us know. */
export interface Demand {
  amount: number;
  troubles: Field[];
}

/** Defaults that a LimitRange gives to containers. */
export interface Defaults {
  default: Field;
  defaultRequest: Field;
}

/** The container resource that a key of a quota counts: `requests.cpu`, or `cpu` for short. */
export function countedResource(key: string): { kind: "requests" | "limits"; name: string } | undefined {
  const match = /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(key);
  return match ? { kind: match[1] === "limits" ? "limits" : "requests", name: match[2] ?? "" } : undefined;
}

/**
 * The sum that the quota controller makes: all containers and sidecars together, or the largest moment of the start,
 * when an init container runs beside the sidecars before it; plus the runtime's overhead.
 * Source: k8s.io/component-helpers v0.36 resource/helpers.go, PodRequests and AggregateContainerRequests.
 */
export function podDemand(pod: Pod, kind: "requests" | "limits", name: string, defaults: Defaults | undefined): Demand {
  const troubles: Field[] = [];
  const of = (container: Container) => containerDemand(container, kind, name, defaults, troubles);
  let running = 0;
  let sidecars = 0;
  let start = 0;
  for (const container of accountable(pod)) {
    const amount = of(container);
    if (container.role === "container") {
      running += amount;
    } else if (container.role === "sidecar") {
      sidecars += amount;
      start = Math.max(start, sidecars);
    } else {
      start = Math.max(start, sidecars + amount);
    }
  }
  running += injectedDemand(pod, kind, name, troubles);
  const overhead = parseQuantity(pod.spec.at("overhead", name).value) ?? 0;
  return { amount: Math.max(running + sidecars, start) + overhead, troubles };
}

/**
 * Annotations of a pod that say what the proxy gets which Istio puts beside its containers:
 * https://istio.io/latest/docs/reference/config/annotations/
 */
const proxyAnnotations: Record<string, string> = {
  "requests.cpu": "sidecar.istio.io/proxyCPU",
  "requests.memory": "sidecar.istio.io/proxyMemory",
  "limits.cpu": "sidecar.istio.io/proxyCPULimit",
  "limits.memory": "sidecar.istio.io/proxyMemoryLimit",
};

function injectedDemand(pod: Pod, kind: "requests" | "limits", name: string, troubles: Field[]): number {
  const annotation = proxyAnnotations[`${kind}.${name}`];
  const field = annotation === undefined ? undefined : pod.metadata.at("annotations", annotation);
  if (!field || field.absent) {
    return 0;
  }
  const amount = parseQuantity(field.value);
  if (amount === undefined) {
    troubles.push(field);
  }
  return amount ?? 0;
}

function containerDemand(
  container: Container,
  kind: "requests" | "limits",
  name: string,
  defaults: Defaults | undefined,
  troubles: Field[],
): number {
  const limit = resource(container, "limits", name);
  const fields =
    kind === "limits"
      ? [limit, defaults?.default.at(name)]
      : // Without a request the API server takes the limit, before a LimitRange is asked.
        [resource(container, "requests", name), limit, defaults?.defaultRequest.at(name), defaults?.default.at(name)];
  const field = fields.find((candidate) => candidate !== undefined && !candidate.absent);
  if (!field) {
    return 0; // Nobody says anything: `container-requests` and `memory-limit` do.
  }
  const amount = parseQuantity(field.value);
  if (amount === undefined) {
    troubles.push(field);
  }
  return amount ?? 0;
}
