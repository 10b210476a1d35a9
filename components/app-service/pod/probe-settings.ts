import { z } from "zod";
import { remedied, report } from "../../shared/problem";

const path = z.string().startsWith("/", { error: remedied("does not start with a slash", "a path such as /health") });

const handler = {
  path: path.optional().describe("Path of an HTTP GET; 200 to 399 is a success."),
  tcp: z.literal(true).optional().describe("A connection to the port is enough, for what speaks no HTTP."),
  grpc: z.literal(true).optional().describe("The gRPC health protocol on the port."),
  exec: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("A command in the container, exit 0 is a success; for workers without a port."),
  port: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe("Port that is asked. Left out: the service's, or that of metrics."),
};

/** Numbers of a probe: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
function probe(defaults: { periodSeconds: number; timeoutSeconds: number; failureThreshold: number }) {
  return z
    .strictObject({
      ...handler,
      initialDelaySeconds: z.int().min(0).max(3600).default(0).describe("Seconds before the first check."),
      periodSeconds: z.int().min(1).max(3600).default(defaults.periodSeconds).describe("Seconds between checks."),
      timeoutSeconds: z
        .int()
        .min(1)
        .max(600)
        .default(defaults.timeoutSeconds)
        .describe("Seconds that an answer may take; not above the period."),
      failureThreshold: z
        .int()
        .min(1)
        .max(1000)
        .default(defaults.failureThreshold)
        .describe("Failures in a row until something is done."),
    })
    .superRefine((given, ctx) => {
      const kinds = (["path", "tcp", "grpc", "exec"] as const).filter((kind) => given[kind] !== undefined);
      const [first, second] = kinds;
      if (second !== undefined) {
        report(ctx, { path: [second], why: `stands beside ${first}: a probe asks one thing`, set: "one of them" });
      }
      if (given.timeoutSeconds > given.periodSeconds) {
        const why = `is above periodSeconds, which is ${given.periodSeconds}: the next check waits for this one`;
        report(ctx, { path: ["timeoutSeconds"], why, set: `${given.periodSeconds} or less` });
      }
    })
    .prefault({});
}

/**
 * What the kubelet asks of a container. Liveness waits for the startup probe, so that a slow start is no reason for a
 * restart, and is more patient than readiness, so that what is overloaded is relieved before it is restarted.
 */
export const probesSettings = z
  .strictObject({
    startup: probe({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 24 }).describe(
      "Until it succeeds the others wait: 24 times 5 s give two minutes to start. Asks what liveness asks unless it says another thing.",
    ),
    liveness: probe({ periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 }).describe(
      "When it fails the container is restarted. Default: HTTP GET /health. It should look at the process only, never at a database.",
    ),
    readiness: probe({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }).describe(
      "While it fails the pod gets no requests. Default: HTTP GET /ready; without a port, what liveness asks.",
    ),
    none: z
      .strictObject({
        reason: z.string().min(1).describe("Why nothing can tell whether the service works."),
        until: z.iso.date().describe("Last day on which that is accepted; the policies take it as a waiver."),
      })
      .optional()
      .describe("No probes at all: rollouts are then blind, and what hangs stays. First try `exec` or `tcp`."),
  })
  .superRefine(({ liveness, readiness }, ctx) => {
    const patience = liveness.periodSeconds * liveness.failureThreshold;
    const least = readiness.periodSeconds * readiness.failureThreshold;
    if (patience > least) return;
    const why = `restarts after ${patience} s, but readiness takes ${least} s to relieve the container`;
    const set = `${Math.floor(least / liveness.periodSeconds) + 1} or more, or fewer failures in readiness`;
    report(ctx, { path: ["liveness", "failureThreshold"], why, set });
  })
  .prefault({})
  .describe("How Kubernetes tells whether a pod has started, works and can take requests.");

export type ProbesSettings = z.output<typeof probesSettings>;
export type ProbeSettings = ProbesSettings["liveness"];
