import { z } from "zod";
import { report } from "../../shared/problem";
import type { GivenResources, SizeResources } from "./resources";

/** Class of quality of service: https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export const qosSettings = z
  .union([
    z.enum(["burstable", "guaranteed"]),
    z.strictObject({
      bestEffort: z
        .strictObject({
          reason: z.string().min(1).describe("Why it may be the first that has to go."),
          until: z.iso.date().describe("Last day on which that is accepted; the policies take it as a waiver."),
        })
        .describe("Neither requests nor limits of CPU and memory; in a namespace without a quota of them only."),
    }),
  ])
  .default("burstable")
  .describe(
    "Who has to go when a node runs out of memory: `burstable` after those without requests; `guaranteed` last, and with whole CPUs " +
      "alone on them where the pool's kubelet says so: its limits are its requests.",
  );

export type QosSettings = z.output<typeof qosSettings>;

/** Requests and limits as the class wants them: guaranteed are equal pairs, of the request where one is given. */
export function qosResources(qos: QosSettings, given: GivenResources): GivenResources {
  if (qos !== "guaranteed") return given;
  const of = (key: "cpu" | "memory") =>
    given.requests[key] ?? (given.limits[key] === "none" ? undefined : given.limits[key]);
  const pair = { ...(of("cpu") ? { cpu: of("cpu") } : {}), ...(of("memory") ? { memory: of("memory") } : {}) };
  return { requests: { ...given.requests, ...pair }, limits: { ...given.limits, ...pair } };
}

/** A size as the class wants it: of guaranteed the limits are the requests. */
export function qosSize(qos: QosSettings, size: SizeResources): SizeResources {
  return qos === "guaranteed" ? { requests: size.requests, limits: size.requests } : size;
}

/** What can't be of the class that is asked for. */
export function checkQos(qos: QosSettings, given: GivenResources, ctx: z.core.$RefinementCtx): void {
  for (const key of ["cpu", "memory"] as const) {
    const [request, limit] = [given.requests[key], given.limits[key]];
    const path = ["resources", "limits", key];
    if (typeof qos === "object" && (request ?? limit) !== undefined) {
      const why = "is given, and qos: bestEffort is a pod without";
      report(ctx, {
        path: request === undefined ? path : ["resources", "requests", key],
        why,
        set: "remove it, or qos",
      });
    }
    if (qos !== "guaranteed" || limit === undefined || request === undefined || limit === request) continue;
    const why = `is ${limit}, and qos: guaranteed has its requests as limits`;
    report(ctx, { path, why, set: `${request}, or qos: burstable` });
  }
}
