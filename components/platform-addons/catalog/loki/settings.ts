import { z } from "zod";
import { remedied } from "../../../shared/problem";
import { quantity } from "../../../shared/quantity";
import { chartValues, kmsKeyArn, storageClass, volume } from "../../store-settings";

/** What a stack may say about Loki and its collector. */
export function lokiSettings(replicas: number) {
  return z
    .strictObject({
      retentionDays: z
        .int()
        .min(1)
        .max(3650)
        .default(30)
        .describe("Days that Loki keeps logs; its compactor deletes what is older, within hours."),
      replicas: z
        .int()
        .min(1)
        .max(9)
        .default(replicas)
        .refine((copies) => copies !== 2, {
          error: remedied("can't agree on anything: each line would be in one copy only", "1, or 3 and more"),
        })
        .describe(
          "Copies of Loki, on different nodes and over all zones. From 3 each line is in three of them until it is on S3, so that one may be lost.",
        ),
      kmsKeyArn: kmsKeyArn("KMS key that encrypts the bucket. Left out: S3's own key."),
      ingestionMegabytes: z
        .int()
        .min(1)
        .default(8)
        .describe(
          "Megabytes of logs a second that are taken in, twice that for a moment; more is refused and tried again.",
        ),
      storage: volume("10Gi", "the volume of each copy, which holds what is not on S3 yet"),
      storageClass,
      cpu: quantity().default("100m").describe("CPU that each copy asks for; it may use more."),
      memory: quantity()
        .default("1Gi")
        .describe("Memory of each copy, request and limit; queries over long times need more."),
      events: z
        .boolean()
        .default(true)
        .describe("Whether Kubernetes events are kept too, found by service=kubernetes-events."),
      values: chartValues("loki"),
      collectorValues: chartValues("alloy, of the collector"),
    })
    .optional()
    .describe(
      "Alloy on every node sends the logs of all containers to Loki, which keeps them on S3 and is read in Grafana. " +
        "Costs room on the system pool, a volume for each copy, and S3 by the gigabyte kept. Left out: none.",
    );
}

export type LokiSettings = NonNullable<z.output<ReturnType<typeof lokiSettings>>>;
