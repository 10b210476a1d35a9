import { z } from "zod";
import { pattern } from "../../shared/problem";
import { quantity } from "../../shared/quantity";

const storage = "Local disk: logs and scratch volumes. Left out: what the scratch volumes may hold, and 128Mi.";

/** What a stack may say about requests and limits beside the size. */
export const resourcesSettings = z
  .strictObject({
    requests: z
      .strictObject({
        cpu: quantity()
          .optional()
          .describe("CPU that is kept free for each pod, for example 500m. Left out: the size's."),
        memory: quantity().optional().describe("Memory that is kept free for each pod, for example 1Gi."),
        "ephemeral-storage": quantity().optional().describe(storage),
      })
      .prefault({})
      .describe("What the scheduler keeps free for each pod; what a node, and so money, is needed for."),
    limits: z
      .strictObject({
        cpu: z
          .union([z.literal("none"), quantity()])
          .optional()
          .describe(
            "CPU above which the pod is throttled. `none`: whatever the node has left; some quotas refuse that.",
          ),
        memory: quantity().optional().describe("Memory above which the container is killed and started again."),
        "ephemeral-storage": quantity().optional().describe(`${storage} Above it the pod is evicted.`),
      })
      .prefault({})
      .describe("What each pod may use at most."),
  })
  .prefault({})
  .describe(
    "Requests and limits of each pod where they differ from the size. Of a pair of which one is given, the other follows it " +
      "when the request would be above the limit.",
  );

const directory = pattern(
  /^\/[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/,
  "is not an absolute path of a directory",
  "a path such as /var/cache/app",
);

/** Writable directories: the root file system is read-only. */
export const scratchSettings = z
  .array(
    z.strictObject({
      path: directory.describe("Directory in the container."),
      size: quantity().default("256Mi").describe("Most that it may hold; above it the pod is evicted."),
      medium: z
        .enum(["disk", "memory"])
        .default("disk")
        .describe("`memory` is faster, and counts against the memory limit."),
    }),
  )
  .default([])
  .transform((given) =>
    given.some(({ path }) => path === "/tmp")
      ? given
      : [{ path: "/tmp", size: "128Mi", medium: "disk" as const }, ...given],
  )
  .describe(
    "Writable directories, emptied when the pod goes; the rest of the file system is read-only. `/tmp` (128Mi) is always there. " +
      "They are counted into the requests and limits of ephemeral-storage.",
  );

export type ScratchSettings = z.output<typeof scratchSettings>;
