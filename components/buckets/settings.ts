import { z } from "zod";
import { pattern, remedied, report } from "../shared/problem";

const bucketName = pattern(
  /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
  "is not the name of a bucket",
  "at most 20 lower-case letters, digits and hyphens; cluster and account are added, because names are unique in the world",
);

/** Least days that each class bills an object for: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const leastDays = { GLACIER_IR: 90, GLACIER: 90, DEEP_ARCHIVE: 180 } as const;

const archive = z
  .strictObject({
    afterDays: z.int().min(0).describe("Days after which an object goes to the archive."),
    class: z
      .enum(["GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"])
      .default("GLACIER")
      .describe(
        "Glacier class: read at once, within hours, within half a day; each cheaper than the one before. A bucket that a service " +
          "reads takes GLACIER_IR alone: from the others an object must be restored first.",
      ),
  })
  .describe("Transition to Glacier. An object is billed there for 90 days at least, 180 in DEEP_ARCHIVE.");

const bucket = z
  .strictObject({
    archive: archive.optional(),
    expireAfterDays: z.int().min(1).optional().describe("Days after which objects are deleted. Left out: never."),
    noncurrentDays: z
      .int()
      .min(1)
      .default(30)
      .describe("Days that an overwritten or deleted version can still be had back."),
    kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
      .optional()
      .describe("Key of the objects. Left out: AES-256 with S3's own. Encryption itself can't be turned off."),
  })
  .superRefine(({ archive: to, expireAfterDays }, ctx) => {
    if (!to || expireAfterDays === undefined) return;
    const least = to.afterDays + leastDays[to.class];
    if (expireAfterDays >= least) return;
    const why = `is less than ${to.afterDays} + ${leastDays[to.class]} days: ${to.class} bills ${leastDays[to.class]} days in any case`;
    report(ctx, { path: ["expireAfterDays"], why, set: `${least} or more, or no archive` });
  })
  .describe("An S3 bucket: private, over TLS only, encrypted, with versions. Billed by the gigabyte and the request.");

/** What a stack may say about its buckets, by name. */
export function bucketsSettings() {
  return z.record(
    bucketName.refine((name) => name !== "access-logs", {
      error: remedied("is the bucket that has the access logs of the others", "another name"),
    }),
    bucket,
  );
}

/** Buckets by name, with every default filled in. */
export type BucketsSettings = z.output<ReturnType<typeof bucketsSettings>>;
export type BucketSettings = BucketsSettings[string];

/** What a service says about a bucket that it uses. */
export const bucketUseSettings = z.strictObject({
  access: z
    .enum(["read", "write", "read-write"])
    .default("read")
    .describe("read: get and list; write: put, without reading back; read-write: both, and delete."),
  prefix: pattern(
    /^[A-Za-z0-9!_.()-][A-Za-z0-9!_.()/-]*\/$/,
    "is not a prefix",
    "one that ends in a slash, such as uploads/",
  )
    .optional()
    .describe("Beginning of the keys that it may touch. Left out: the whole bucket."),
});

export type BucketUse = z.output<typeof bucketUseSettings>;
