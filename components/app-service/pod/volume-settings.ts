import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { pattern } from "../../shared/problem";
import { quantity } from "../../shared/quantity";

const volumeName = pattern(
  /^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/,
  "is not the name of a volume",
  "at most 22 lower-case letters, digits and hyphens",
);

/** Shared file systems of a service, by name. */
export const volumesSettings = z
  .record(
    volumeName,
    z.strictObject({
      path: pattern(
        /^\/[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/,
        "is not an absolute path of a directory",
        "a path such as /var/videos",
      ).describe("Directory in the container."),
      storageClass: z.string().default("efs").describe("Storage class of type efs."),
      size: quantity()
        .default("10Gi")
        .describe("What is asked for, and counted by the quota; a shared file system grows beyond it."),
      from: refersTo("service", z.string())
        .optional()
        .describe("Service that has the volume of this name, to share its files. Left out: a volume of its own."),
      readOnly: z.boolean().default(false).describe("Whether it may only read."),
    }),
  )
  .default({})
  .describe(
    "Directories on a shared file system (EFS), which all pods see and which outlive them; billed by what is stored. What becomes of " +
      "the files when the service goes is the storage class's `reclaimPolicy`.",
  );
