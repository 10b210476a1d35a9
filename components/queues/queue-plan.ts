import { policyDocument, type PolicyDocument, type PolicyStatement } from "../identity/policy-document";
import { dnsSuffix, type PlatformContext } from "../shared/context";
import { boundedName } from "../shared/naming";
import { type Grant, noGrant, variablePrefix } from "../shared/grant";
import type { QueueSettings } from "./settings";

/** A queue by its addresses, all plain: what a consumer, a producer and a scaler need to know. */
export interface QueueRef {
  /** Name in SQS. */
  name: string;
  arn: string;
  url: string;
  region: string;
}

/** What the addresses are made from. */
export type QueueContext = Pick<PlatformContext, "clusterName" | "partition" | "region" | "accountId">;

/** Longest name, `.fifo` included: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const maxQueueName = 80;

/** Addresses of a queue, known before it is. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html */
export function queueRef(context: QueueContext, queue: string, { fifo }: Pick<QueueSettings, "fifo">): QueueRef {
  const suffix = fifo ? ".fifo" : "";
  return queueNamed(
    context,
    `${boundedName(`${context.clusterName}-${queue}`, maxQueueName - suffix.length)}${suffix}`,
  );
}

/** Addresses of its dead-letter queue, which has to be of the same type. */
export function deadLetterRef(
  context: PlatformContext,
  queue: string,
  settings: Pick<QueueSettings, "fifo">,
): QueueRef {
  return queueRef(context, `${queue}-dead-letters`, settings);
}

/** Addresses of a queue by its name in SQS, known before it is. */
export function queueNamed({ partition, region, accountId }: QueueContext, name: string): QueueRef {
  return {
    name,
    arn: `arn:${partition}:sqs:${region}:${accountId}:${name}`,
    url: `https://sqs.${region}.${dnsSuffix(partition)}/${accountId}/${name}`,
    region,
  };
}

/** Nobody may use a queue without TLS. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html */
export function tlsOnlyPolicy(arn: string, ...more: PolicyStatement[]): PolicyDocument {
  const tlsOnly: PolicyStatement = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sqs:*",
    Resource: arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return policyDocument(...more, tlsOnly);
}

/** What a service may do with a queue. */
export type QueueUse = "consumes" | "produces";

const actions: Record<QueueUse, string[]> = {
  consumes: [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
  ],
  produces: ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const keyActions: Record<QueueUse, string[]> = {
  consumes: ["kms:Decrypt"],
  produces: ["kms:Decrypt", "kms:GenerateDataKey"],
};

/** What a service gets that consumes from or produces to a queue: `JOBS_QUEUE_URL`, and the right to do just that. */
export function queueGrant(context: PlatformContext, queue: string, settings: QueueSettings, use: QueueUse): Grant {
  const { arn, url } = queueRef(context, queue, settings);
  const statements: PolicyStatement[] = [{ Effect: "Allow", Action: actions[use], Resource: [arn] }];
  if (settings.kmsKeyArn !== undefined) {
    statements.push({ Effect: "Allow", Action: keyActions[use], Resource: [settings.kmsKeyArn] });
  }
  return { ...noGrant, env: { [`${variablePrefix(queue)}_QUEUE_URL`]: url }, statements, callsAws: true };
}

/** One alarm of a queue. */
export interface AlarmPlan {
  /** Last part of its name. */
  key: string;
  queue: string;
  metric: "ApproximateAgeOfOldestMessage" | "ApproximateNumberOfMessagesVisible";
  threshold: number;
  minutes: number;
  description: string;
}

/** Alarms on age and depth, and on any dead letter. Metrics: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function alarmPlans(context: PlatformContext, queue: string, settings: QueueSettings): AlarmPlan[] {
  const { ageSeconds, depth, minutes } = settings.alarms;
  const { name } = queueRef(context, queue, settings);
  return [
    {
      key: "age",
      queue: name,
      metric: "ApproximateAgeOfOldestMessage",
      threshold: ageSeconds,
      minutes,
      description: `The oldest message of ${queue} waits for more than ${ageSeconds} s: consumers are too few, or stand still`,
    },
    {
      key: "depth",
      queue: name,
      metric: "ApproximateNumberOfMessagesVisible",
      threshold: depth,
      minutes,
      description: `More than ${depth} messages wait in ${queue}`,
    },
    {
      key: "dead-letters",
      queue: deadLetterRef(context, queue, settings).name,
      metric: "ApproximateNumberOfMessagesVisible",
      threshold: 0,
      minutes: 1,
      description: `A message of ${queue} could not be handled ${settings.maxReceives} times; look at it and send it back`,
    },
  ];
}
