import { z } from "zod";
import { pattern, remedied } from "../../shared/problem";

const id = z.int().min(1).max(2_147_483_647);

const count = z
  .union([
    z.int().min(0),
    pattern(/^([0-9]|[1-9][0-9]|100)%$/, "is neither a number nor a percentage", 'a number such as 1, or "25%"'),
  ])
  .describe("A number of pods, or a percentage.");

const preference = z.enum(["preferred", "required"]);

/** Keys of a service that shape its pods. */
export const podKeys = {
  security: z
    .strictObject({
      user: id.default(1000).describe("User id of the process; never root."),
      group: id.default(1000).describe("Group id of the process."),
      fsGroup: id.default(1000).describe("Group that may write to volumes."),
      bindLowPorts: z
        .boolean()
        .default(false)
        .describe(
          "Lets the process listen below port 1024: capability NET_BIND_SERVICE, and the kernel's limit lifted for the pod.",
        ),
    })
    .prefault({})
    .describe(
      "Who the process runs as. What Pod Security `restricted` demands can't be turned off here: not root, no privileges, no " +
        "capabilities, the runtime's seccomp profile, and a read-only root file system beside it.",
    ),
  tokens: z
    .record(
      pattern(/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/, "is not a name", "lower-case letters, digits and hyphens"),
      z.strictObject({
        audience: z.string().min(1).describe("Who the token is for; no other accepts it."),
        expirySeconds: z
          .int()
          .min(600)
          .max(86_400)
          .default(3600)
          .describe("Seconds that a token is valid, 600 to 86400; the kubelet renews it in time."),
      }),
    )
    .default({})
    .describe(
      "Projected service account tokens, in /var/run/secrets/tokens/<name>. The API server's own token is never mounted.",
    ),
  shutdown: z
    .strictObject({
      delaySeconds: z
        .int()
        .min(0)
        .max(300)
        .default(15)
        .describe(
          "Seconds that a pod goes on serving after it was told to stop, until load balancers send it no more.",
        ),
      drainSeconds: z
        .int()
        .min(5)
        .max(7200)
        .default(30)
        .describe(
          "Seconds it then has to finish what it does: the longest request or job. The grace period is the sum and 5.",
        ),
    })
    .prefault({})
    .describe("How a pod ends. Above 15 minutes in all, updates of node groups give up on it."),
  rollout: z
    .strictObject({
      maxSurge: count
        .default("25%")
        .describe("Pods beyond the number while a version replaces another; counted into the quota."),
      maxUnavailable: count
        .default("25%")
        .describe("Pods that may be missing meanwhile, rounded down. 0: never fewer than now."),
      minReadySeconds: z
        .int()
        .min(0)
        .max(3600)
        .default(10)
        .describe("Seconds that a new pod must be ready before the next one."),
      timeoutSeconds: z
        .int()
        .min(30)
        .max(7200)
        .default(600)
        .describe("Seconds without progress after which the rollout has failed, and `pulumi up` with it."),
      history: z.int().min(0).max(50).default(5).describe("Versions that are kept for a rollback by kubectl."),
    })
    .refine(({ maxSurge, maxUnavailable }) => !(zero(maxSurge) && zero(maxUnavailable)), {
      path: ["maxSurge"],
      error: remedied(
        "and maxUnavailable are both 0, so that no pod could ever be replaced",
        "one of them to 1 or 25%",
      ),
    })
    .prefault({})
    .describe("How a version replaces another."),
  disruption: z
    .strictObject({
      minAvailable: count.optional().describe("Pods that a drain must leave; fewer than the fewest there are."),
      maxUnavailable: count.optional().describe("Pods that a drain may take at a time, 1 or more."),
    })
    .refine((given) => given.minAvailable === undefined || given.maxUnavailable === undefined, {
      path: ["minAvailable"],
      error: remedied("stands beside maxUnavailable, and Kubernetes takes one only", "one of them"),
    })
    .prefault({})
    .describe(
      "Pods that a node's drain may take. Default: one at a time, a quarter where there can be more than eight.",
    ),
  spread: z
    .strictObject({
      nodes: preference.default("preferred").describe("Pods on different nodes: wished for, or insisted on."),
      zones: preference
        .default("preferred")
        .describe("Pods evenly over zones; `required` leaves pods pending when a zone is lost."),
    })
    .prefault({})
    .describe("Where pods are placed relative to each other."),
};

function zero(value: number | string): boolean {
  return value === 0 || value === "0%";
}

export type PodSettings = { [Key in keyof typeof podKeys]: z.output<(typeof podKeys)[Key]> };
export type Count = z.output<typeof count>;
