import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, type PolicyDocument } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxEventRuleName } from "../shared/naming";
import type { AddonQueue } from "./addon";

export interface EventQueueArgs {
  context: PlatformContext;
  queue: AddonQueue;
}

/**
 * An SQS queue and the EventBridge rules that fill it. Encrypted, TLS only, filled by its own rules alone.
 *
 * Cost: none worth naming, 0.40 USD per million requests after the first million of a month.
 */
export class EventQueue extends PlatformComponent {
  constructor(name: string, { context, queue }: EventQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "EventQueue", name, opts);
    const arn = queueArn(context, queue.name);
    const created = new aws.sqs.Queue(
      this.componentName,
      { name: queue.name, messageRetentionSeconds: queue.retentionSeconds, sqsManagedSseEnabled: true },
      this.opts(),
    );
    const policy = new aws.sqs.QueuePolicy(
      this.componentName,
      { queueUrl: created.url, policy: JSON.stringify(queuePolicy(context, queue)) },
      this.opts(),
    );
    for (const [event, pattern] of Object.entries(queue.events)) {
      const rule = new aws.cloudwatch.EventRule(
        this.child(event),
        {
          name: boundedName(`${queue.name}-${event}`, maxEventRuleName),
          description: `${pattern["detail-type"].join(", ")}, for the queue ${queue.name}`,
          eventPattern: JSON.stringify(pattern),
        },
        this.opts(),
      );
      // A rule that comes before the leave to write loses its first events.
      new aws.cloudwatch.EventTarget(this.child(event), { rule: rule.name, arn }, this.opts({ dependsOn: [policy] }));
    }
    this.registerOutputs({ arn });
  }
}

/** ARN of a queue of the stack's account and region, known before the queue is. */
export function queueArn({ partition, region, accountId }: PlatformContext, name: string): string {
  return `arn:${partition}:sqs:${region}:${accountId}:${name}`;
}

/**
 * EventBridge says which rule writes: without the condition any rule of any account could.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html ("Amazon SQS permissions")
 */
export function queuePolicy(context: PlatformContext, queue: AddonQueue): PolicyDocument {
  const { partition, region, accountId } = context;
  const Resource = queueArn(context, queue.name);
  return policyDocument(
    {
      Sid: "Events",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource,
      Condition: {
        ArnEquals: {
          "aws:SourceArn": Object.keys(queue.events)
            .sort()
            .map((event) => `arn:${partition}:events:${region}:${accountId}:rule/${queue.name}-${event}`),
        },
      },
    },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sqs:*",
      Resource,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}
