import { quantityNumber } from "../shared/quantity";
import type { AddonPods } from "./addon";

/** What pods of an add-on that are alike ask for together. */
export interface PodDemand {
  addon: string;
  namespace: string;
  /** Kind and name, as in `Deployment/keda-operator`. */
  workload: string;
  /** How many there are; `node`: one on every node, whatever its pool. */
  copies: number | "node";
  /** Pool that they run on, where it isn't the system pool. */
  pool: string | undefined;
  /** Requests of one pod. */
  cpuMillis: number;
  memoryMiB: number;
}

/** Pods of one workload, whose containers have their resources at those paths of the values. */
export function alike(workload: string, copies: AddonPods["copies"], ...resourcesAt: string[]): AddonPods {
  return { workload, copies, resourcesAt };
}

/** Requests of a container, as Kubernetes writes them. */
export interface Requests {
  cpu?: string | undefined;
  memory?: string | undefined;
}

/** What the pods of an add-on ask for, read from the values that its chart gets, so that what a stack sets counts. */
export function podDemand(
  { addon, namespace }: { addon: string; namespace: string },
  pods: AddonPods[],
  values: Record<string, unknown>,
): PodDemand[] {
  return pods.map((one) => {
    const requests = [...one.resourcesAt.map((path) => requestsAt(values, path)), ...(one.chartRequests ?? [])];
    return {
      addon,
      namespace: one.namespace ?? namespace,
      workload: one.workload,
      copies: one.copies,
      pool: one.pool,
      ...sumOfRequests(requests),
    };
  });
}

/** Sum of the requests of containers; what says none asks for nothing. */
export function sumOfRequests(requests: Requests[]): { cpuMillis: number; memoryMiB: number } {
  const sum = (key: keyof Requests) => requests.reduce((total, one) => total + quantityNumber(one[key] ?? "0"), 0);
  return { cpuMillis: Math.round(sum("cpu") * 1000), memoryMiB: Math.ceil(sum("memory") / 2 ** 20) };
}

/** Sum of what pods ask for on a number of nodes. */
export function totalDemand(demands: PodDemand[], nodes: number) {
  const copies = ({ copies: given }: PodDemand) => (given === "node" ? nodes : given);
  return {
    pods: demands.reduce((sum, one) => sum + copies(one), 0),
    cpuMillis: demands.reduce((sum, one) => sum + copies(one) * one.cpuMillis, 0),
    memoryMiB: demands.reduce((sum, one) => sum + copies(one) * one.memoryMiB, 0),
  };
}

/** The requests below a path of values, with dots. */
function requestsAt(values: Record<string, unknown>, path: string): Requests {
  const found = path.split(".").reduce<unknown>((value, key) => asMap(value)[key], values);
  const requests = asMap(asMap(found)["requests"]);
  const text = (key: string) => {
    const value = requests[key];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  return { cpu: text("cpu"), memory: text("memory") };
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
