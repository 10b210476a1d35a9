import { z } from "zod";
import { pattern } from "../shared/problem";
import { quantity } from "../shared/quantity";
import { refersTo } from "../shared/reference";

export const storageClass = refersTo("storageClass", z.string())
  .default("gp3")
  .describe("Storage class of the volumes, one of `storageClasses`. It can't be changed while the volumes exist.");

export const volume = (size: string, what: string) =>
  quantity()
    .default(size)
    .describe(
      `Size of ${what}. It can grow while the class allows it, never shrink; billed by the gigabyte and month.`,
    );

/** Key of AWS KMS by its ARN: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
export const kmsKeyArn = (what: string) =>
  pattern(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
    "is not the ARN of a KMS key",
    "arn:aws:kms:<region>:<account>:key/<id>",
  )
    .optional()
    .describe(what);

/** Values of a chart that an area of `platform:observability` installs. */
export const chartValues = (chart: string) =>
  z
    .record(z.string(), z.unknown())
    .default({})
    .describe(`Values of the chart ${chart} for which there is no setting, merged over the platform's.`);
