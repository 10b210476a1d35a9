import { z } from "zod";
import { logRetentionDays } from "../../../network/flow-logs";
import { pattern, remedied } from "../../../shared/problem";
import { chartValues, kmsKeyArn } from "../../store-settings";

/** What a stack may say about logs in CloudWatch. */
export function cloudWatchSettings() {
  return z
    .strictObject({
      retentionDays: z
        .int()
        .default(30)
        .refine((days) => logRetentionDays.includes(days), {
          error: remedied("is no retention that CloudWatch Logs has", `one of ${logRetentionDays.join(", ")}`),
        })
        .describe("Days that CloudWatch keeps them, for every group; one of the figures that CloudWatch Logs knows."),
      kmsKeyArn: kmsKeyArn(
        "KMS key that encrypts the groups; its policy must let logs.<region>.amazonaws.com use it. Left out: CloudWatch's own key.",
      ),
      events: z.boolean().default(true).describe("Whether Kubernetes events are kept too, in a group of their own."),
      bufferSize: pattern(/^[1-9]\d*[MG]$/, "is no size of Fluent Bit", "a figure with M or G, such as 512M")
        .default("512M")
        .describe(
          "Room on each node's disk for logs that CloudWatch does not take at once; the oldest go when it is full.",
        ),
      values: chartValues("fluent-bit"),
    })
    .optional()
    .describe(
      "Fluent Bit on every node writes the logs of all containers to CloudWatch Logs, a group for each namespace. " +
        "Billed by the gigabyte taken in, which costs most, and the gigabyte kept. Left out: none.",
    );
}

export type CloudWatchLogsSettings = NonNullable<z.output<ReturnType<typeof cloudWatchSettings>>>;
