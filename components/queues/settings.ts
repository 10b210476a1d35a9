import { z } from "zod";
import { pattern, remedied } from "../shared/problem";

const queueName = pattern(
  /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
  "is not the name of a queue",
  "at most 30 lower-case letters, digits and hyphens, starting with a letter",
).refine((name) => !name.endsWith("-dead-letters"), {
  error: remedied("is the name of the dead-letter queue of another one", "another name"),
});

/** Limits: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const queue = z
  .strictObject({
    fifo: z
      .boolean()
      .default(false)
      .describe("First in, first out, each message once; at most 300 calls a second. Fixed when the queue is made."),
    visibilitySeconds: z
      .int()
      .min(0)
      .max(43_200)
      .default(120)
      .describe(
        "Seconds that a consumer has for a message before another one gets it as well; longer than the longest job, or the consumer extends it.",
      ),
    retentionDays: z.int().min(1).max(14).default(4).describe("Days that a message waits for a consumer."),
    maxReceives: z
      .int()
      .min(1)
      .max(1000)
      .default(5)
      .describe("Tries after which a message goes to the dead-letter queue, which keeps it for 14 days."),
    alarms: z
      .strictObject({
        ageSeconds: z.int().min(1).default(900).describe("Age of the oldest message above which it raises."),
        depth: z.int().min(1).default(1000).describe("Waiting messages above which it raises."),
        minutes: z.int().min(1).max(60).default(5).describe("Minutes that either has to last."),
        topicArns: z
          .array(pattern(/^arn:aws[a-z-]*:sns:.+$/, "is not the ARN of an SNS topic", "arn:aws:sns:…"))
          .default([])
          .describe("SNS topics that hear of it. Left out: the alarms are seen in CloudWatch only."),
      })
      .prefault({})
      .describe("CloudWatch alarms on age and depth, and on any dead letter; $0.10 a month each."),
    kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
      .optional()
      .describe("Key of the messages. Left out: SQS's own, at no charge. Encryption itself can't be turned off."),
  })
  .describe("An SQS queue with a dead-letter queue. Billed by the request; the first million a month is free.");

/** What a stack may say about its queues, by name. */
export function queuesSettings() {
  return z.record(queueName, queue);
}

/** Queues by name, with every default filled in. */
export type QueuesSettings = z.output<ReturnType<typeof queuesSettings>>;
export type QueueSettings = QueuesSettings[string];
