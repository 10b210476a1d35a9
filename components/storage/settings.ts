import { z } from "zod";
import { ebsProblems } from "../shared/ebs-limits";
import { pattern, remedied, report } from "../shared/problem";

/** What a tier decides about storage when a stack does not. */
export interface StorageDefaults {
  /** What becomes of a volume whose claim is deleted. */
  reclaimPolicy: "Retain" | "Delete";
}

/** Types of storage that a class may have. */
const storageTypes = ["gp3", "io2", "efs"] as const;

/** What to take instead of a type that is no longer offered. EBS user guide, "Previous generation volumes". */
const successors: Record<string, string> = {
  gp2: "gp3: it costs 20 % less per GB, and 3,000 IOPS are included at any size",
  io1: "io2: 99.999 % durability instead of 99.8 to 99.9",
  standard: "gp3: magnetic volumes are a previous generation",
  st1: "gp3, or efs for files: the platform offers no disks that can't hold random access",
  sc1: "gp3, or efs for files: the platform offers no disks that can't hold random access",
};

const storageType = z
  .string()
  .superRefine((given, ctx) => {
    if ((storageTypes as readonly string[]).includes(given)) return;
    const successor = successors[given];
    const why = successor ? `${given} is not offered any more` : "is not a type of storage";
    ctx.addIssue({
      code: "custom",
      continue: false,
      message: remedied(why, successor ?? `one of ${storageTypes.join(", ")}`),
    });
  })
  .meta({ enum: [...storageTypes] })
  .pipe(z.enum(storageTypes));

const fileSystem = z.strictObject({
  existingId: pattern(
    /^fs-[0-9a-f]{8,40}$/,
    "is not the id of an EFS file system",
    "an id such as fs-0123456789abcdef0",
  )
    .optional()
    .describe("A file system that exists already. Its mount targets and security groups are then not this program's."),
  throughput: z
    .enum(["elastic", "bursting"])
    .default("elastic")
    .describe(
      "`elastic` is paid by the gigabyte read and written; `bursting` grows with the stored data, at no charge.",
    ),
  infrequentAccessAfterDays: z
    .union([z.literal(7), z.literal(14), z.literal(30), z.literal(60), z.literal(90), z.literal("never")])
    .default(30)
    .describe(
      "Days without access after which a file moves to the cheaper Infrequent Access class; it comes back when read.",
    ),
  directoryPermissions: pattern(/^[0-7]{3,4}$/, "is not an octal mode", 'a mode in quotes, such as "770"')
    .default("770")
    .describe("Mode of the directory that each volume gets."),
  userId: z
    .int()
    .min(1)
    .max(4_294_967_295)
    .optional()
    .describe(
      "User and group that every access to a volume is made with, whoever the pod runs as. Left out: one of its own for each volume.",
    ),
});

/** Schema of one class. */
function classSettings(defaults: StorageDefaults) {
  return z
    .strictObject({
      type: storageType.describe(
        "gp3 and io2: an encrypted EBS volume for one node at a time, in one zone. efs: files that pods of all zones share.",
      ),
      iops: z
        .int()
        .optional()
        .describe(
          "IOPS of each volume: gp3 3,000 (included) to 80,000; io2 100 to 256,000, needed, and paid by the IOPS.",
        ),
      throughput: z
        .int()
        .optional()
        .describe("MiB/s of each gp3 volume: 125 (included) to 2,000, at most a quarter of the IOPS."),
      fsType: z.enum(["ext4", "xfs"]).default("ext4").describe("File system of EBS volumes."),
      kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
        .optional()
        .describe("Key of the volumes. Left out: AWS's own for EBS or EFS. Encryption itself can't be turned off."),
      reclaimPolicy: z
        .enum(["Retain", "Delete"])
        .default(defaults.reclaimPolicy)
        .describe("`Retain` keeps a volume, and its price, when its claim is deleted; someone has to delete it."),
      allowVolumeExpansion: z.boolean().default(true).describe("Claims may grow. They can never shrink."),
      default: z.boolean().default(false).describe("Class of claims that name none; one class at most."),
      backup: z
        .enum(["vault", "snapshots"])
        .default("vault")
        .describe(
          "Who copies its volumes, where the stack has `backups`: `vault`, AWS Backup's plan, with lock and second region; `snapshots`, " +
            "one a day in this region (EBS only).",
        ),
      noBackup: z
        .strictObject({ reason: z.string().min(1).describe("Why the loss of its volumes loses nothing.") })
        .optional()
        .describe("Leaves its volumes out of every backup."),
      fileSystem: fileSystem.optional().describe("The EFS file system behind the class; only for `type: efs`."),
    })
    .superRefine((given, ctx) => {
      if (given.type === "efs") {
        if (given.backup === "snapshots") {
          report(ctx, { path: ["backup"], why: "has no meaning for efs", set: "vault, or noBackup" });
        }
        for (const key of ["iops", "throughput"] as const) {
          if (given[key] === undefined) continue;
          report(ctx, { path: [key], why: "can't be set for efs", set: "fileSystem.throughput, or remove the line" });
        }
        if (given.fileSystem?.existingId !== undefined && given.kmsKeyArn !== undefined) {
          report(ctx, {
            path: ["kmsKeyArn"],
            why: "can't be set for a file system that exists",
            set: "remove the line",
          });
        }
        return;
      }
      if (given.fileSystem) {
        report(ctx, { path: ["fileSystem"], why: `has no meaning for ${given.type}`, set: "type: efs, or remove it" });
      }
      for (const problem of ebsProblems({ type: given.type, iops: given.iops, throughput: given.throughput })) {
        report(ctx, problem);
      }
    });
}

const className = pattern(
  /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/,
  "is not a name of a storage class",
  "at most 40 lower-case letters, digits and hyphens",
).refine((name) => name !== "gp2", {
  error: remedied("is the class that EKS makes itself", "a name of your own, such as gp3"),
});

/** What a stack may say about its storage classes, by name. */
export function storageSettings(defaults: StorageDefaults) {
  return z
    .record(className, classSettings(defaults))
    .prefault({ gp3: { type: "gp3", default: true } })
    .superRefine((classes, ctx) => {
      const chosen = Object.keys(classes).filter((name) => classes[name]?.default);
      chosen.slice(1).forEach((name) => {
        report(ctx, {
          path: [name, "default"],
          why: `makes a second default class beside ${chosen[0]}`,
          set: "default: true on one class only",
        });
      });
    });
}

/** Storage classes by name, with every default filled in. */
export type StorageSettings = z.output<ReturnType<typeof storageSettings>>;
export type StorageClassSettings = StorageSettings[string];
