import { z } from "zod";
import { logRetentionDays } from "../../network/flow-logs";
import { namespaceName } from "../../platform-addons/common-settings";
import { pattern, remedied } from "../../shared/problem";

/** Key of AWS KMS by its ARN: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
export const kmsKeyArn = (what: string) =>
  pattern(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
    "is not the ARN of a KMS key",
    "arn:aws:kms:<region>:<account>:key/<id>",
  )
    .optional()
    .describe(what);

const chartValues = (chart: string) =>
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

/** What a stack may say about the logs of its pods. A destination that is not named is not there. */
export function logsSettings() {
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
    })
    .prefault({})
    .describe("Where the logs of containers and the events of Kubernetes go: CloudWatch Logs, Loki or both.");
}

export type LogsSettings = z.output<ReturnType<typeof logsSettings>>;
export type CloudWatchLogsSettings = NonNullable<LogsSettings["cloudwatch"]>;
