import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { pattern, remedied } from "../../shared/problem";
import { rolloutSettings } from "../rollout/rollout-settings";
import { count } from "./count";
import { qosSettings } from "./qos-settings";

const id = z.int().min(1).max(2_147_483_647);

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
  rollout: rolloutSettings,
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
  zones: z
    .array(refersTo("zone", z.string().min(1)))
    .min(1)
    .optional()
    .describe("Zones of the network that the pods are kept to. Left out: all, evenly, which survives the loss of one."),
  qos: qosSettings,
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

export type PodSettings = { [Key in keyof typeof podKeys]: z.output<(typeof podKeys)[Key]> };
