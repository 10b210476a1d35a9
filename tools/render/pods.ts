import { type PodDemand, type Requests, sumOfRequests } from "../../components/platform-addons/pods";
import { at, listAt, textAt } from "../../preview/view";
import type { Rendering } from "./rendering";

const kinds = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/**
 * Where a chart makes other pods than its add-on's description says: the sum that the system pool has to carry, and the
 * quotas, are made from the description. What a controller makes can't be seen here.
 */
export function podProblems({ name, release, objects }: Rendering, declared: PodDemand[]): string[] {
  if (release === undefined || release.definitions) return [];
  const own = new Map(declared.filter(({ addon }) => addon === name).map((one) => [one.workload, one]));
  return objects
    .map(({ inputs }) => inputs as object)
    .filter((object) => kinds.has(textAt(object, "kind") ?? ""))
    .flatMap((object) => {
      const workload = `${textAt(object, "kind")}/${textAt(object, "metadata", "name")}`;
      const made = shown(copiesOf(object), sumOfRequests(containersOf(object).map(requestsOf)));
      const one = own.get(workload);
      if (!one) return [`makes ${workload} (${made}), of which its description says nothing`];
      const said = shown(one.copies, one);
      return said === made ? [] : [`makes ${workload} with ${made}, where its description says ${said}`];
    });
}

function shown(copies: number | "node", { cpuMillis, memoryMiB }: { cpuMillis: number; memoryMiB: number }): string {
  return `${copies === "node" ? "one on every node" : `${copies} copies`} of ${cpuMillis}m and ${memoryMiB}Mi`;
}

function copiesOf(object: object): number | "node" {
  if (textAt(object, "kind") === "DaemonSet") return "node";
  return Number(at(object, "spec", "replicas") ?? 1);
}

/** Containers that run as long as the pod does, with those that Kubernetes calls sidecars. */
function containersOf(object: object): unknown[] {
  const spec = at(object, "spec", "template", "spec");
  const sidecars = listAt(spec, "initContainers").filter((one) => textAt(one, "restartPolicy") === "Always");
  return [...listAt(spec, "containers"), ...sidecars];
}

function requestsOf(container: unknown): Requests {
  const text = (key: string) => {
    const value = at(container, "resources", "requests", key);
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  return { cpu: text("cpu"), memory: text("memory") };
}
