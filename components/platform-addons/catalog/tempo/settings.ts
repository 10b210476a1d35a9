import { z } from "zod";
import { quantity } from "../../../shared/quantity";
import { chartValues, kmsKeyArn, storageClass, volume } from "../../store-settings";

/** What a stack may say about Tempo. */
export function tempoSettings() {
  return z
    .strictObject({
      retentionDays: z
        .int()
        .min(1)
        .max(400)
        .default(14)
        .describe("Days that Tempo keeps traces; its compactor deletes what is older."),
      kmsKeyArn: kmsKeyArn("KMS key that encrypts the bucket. Left out: S3's own key."),
      storage: volume("10Gi", "its volume, which holds what is not on S3 yet"),
      storageClass,
      cpu: quantity().default("100m").describe("CPU that it asks for; it may use more."),
      memory: quantity().default("1Gi").describe("Its memory, request and limit; searches over long times need more."),
      values: chartValues("tempo"),
    })
    .optional()
    .describe(
      "Keeps traces in Tempo on S3. One copy: traces of the minutes in which it moves to another node wait in the collector. " +
        "Costs S3 by the gigabyte kept.",
    );
}

export type TempoSettings = NonNullable<z.output<ReturnType<typeof tempoSettings>>>;
