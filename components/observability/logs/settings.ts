import { z } from "zod";
import { logRetentionDays } from "../../network/flow-logs";
import { namespaceName } from "../../platform-addons/common-settings";
import { pattern, remedied } from "../../shared/problem";
import { quantity } from "../../shared/quantity";
import { storageClass, volume } from "../volume-settings";

/** Key of AWS KMS by its ARN: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
export const kmsKeyArn = (what: string) =>
  pattern(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
    "is not the ARN of a KMS key",
    "arn:aws:kms:<region>:<account>:key/<id>",
  )
    .optional()
    .describe(what);

export const chartValues = (chart: string) =>
  z
    .record(z.string(), z.unknown())
    .default({})
    .describe(`Values of the chart ${chart} for which there is no setting, merged over the platform's.`);

function cloudWatchSettings() {
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

function lokiSettings(replicas: number) {
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

/** What a stack may say about the logs of its pods. A destination that is not named is not there. */
export function logsSettings(lokiReplicas: number) {
  return z
    .strictObject({
      namespace: namespaceName
        .default("logging")
        .describe("Namespace of what stores logs and reads events; it enforces the Pod Security level restricted."),
      hostNamespace: namespaceName
        .default("logging-host")
        .describe(
          "Namespace of the collectors, which read the log files of their nodes and so need the level privileged. " +
            "The same as `namespace` lowers the level of everything there.",
        ),
      cloudwatch: cloudWatchSettings(),
      loki: lokiSettings(lokiReplicas),
    })
    .prefault({})
    .describe("Where the logs of containers and the events of Kubernetes go: CloudWatch Logs, Loki or both.");
}

export type LogsSettings = z.output<ReturnType<typeof logsSettings>>;
export type CloudWatchLogsSettings = NonNullable<LogsSettings["cloudwatch"]>;
export type LokiSettings = NonNullable<LogsSettings["loki"]>;
