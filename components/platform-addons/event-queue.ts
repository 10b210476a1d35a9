import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../identity/policy-document";
import { queueNamed, tlsOnlyPolicy } from "../queues/queue-plan";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxEventRuleName } from "../shared/naming";
import type { Transform } from "../shared/transform";
import type { AddonQueue } from "./addon-aws";

/** Slots of a queue of events. */
export interface EventQueueTransform {
  /** Queue of an add-on. Default: encrypted by SQS, messages as long as an event is of use. */
  queue?: Transform<aws.sqs.QueueArgs>;
  /** Who may write to it. Default: its own rules of EventBridge, over TLS. */
  queuePolicy?: Transform<aws.sqs.QueuePolicyArgs>;
  /** Called for each kind of event. Default: what the add-on listens to. */
  eventRule?: Transform<aws.cloudwatch.EventRuleArgs>;
  /** Called for each kind of event. Default: to the queue. */
  eventTarget?: Transform<aws.cloudwatch.EventTargetArgs>;
}

export interface EventQueueArgs {
  context: PlatformContext;
  queue: AddonQueue;
  transform?: EventQueueTransform;
}

/**
 * An SQS queue and the EventBridge rules that fill it. Encrypted, TLS only, filled by its own rules alone.
 *
 * Cost: none worth naming, 0.40 USD per million requests after the first million of a month.
 */
export class EventQueue extends PlatformComponent<EventQueueTransform> {
  constructor(name: string, { context, queue, transform }: EventQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "EventQueue", name, opts, transform);
    const { arn } = queueNamed(context, queue.name);
    const { url } = this.make("queue", aws.sqs.Queue, this.componentName, {
      name: queue.name,
      messageRetentionSeconds: queue.retentionSeconds,
      sqsManagedSseEnabled: true,
    });
    const policy = this.make("queuePolicy", aws.sqs.QueuePolicy, this.componentName, {
      queueUrl: url,
      policy: JSON.stringify(queuePolicy(context, queue)),
    });
    for (const [event, pattern] of Object.entries(queue.events)) {
      const rule = this.make("eventRule", aws.cloudwatch.EventRule, this.child(event), {
        name: ruleName(queue, event),
        description: `${pattern["detail-type"].join(", ")}, for the queue ${queue.name}`,
        eventPattern: JSON.stringify(pattern),
      });
      // A rule that comes before the leave to write loses its first events.
      const target = { rule: rule.name, arn };
      this.make("eventTarget", aws.cloudwatch.EventTarget, this.child(event), target, { dependsOn: [policy] });
    }
    this.registerOutputs({ arn });
  }
}

/**
 * EventBridge says which rule writes: without the condition any rule of any account could.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html ("Amazon SQS permissions")
 */
export function queuePolicy(context: PlatformContext, queue: AddonQueue): PolicyDocument {
  const { partition, region, accountId } = context;
  const { arn } = queueNamed(context, queue.name);
  const rules = Object.keys(queue.events)
    .sort()
    .map((event) => `arn:${partition}:events:${region}:${accountId}:rule/${ruleName(queue, event)}`);
  return tlsOnlyPolicy(arn, {
    Sid: "Events",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: arn,
    Condition: { ArnEquals: { "aws:SourceArn": rules } },
  });
}

function ruleName({ name }: AddonQueue, event: string): string {
  return boundedName(`${name}-${event}`, maxEventRuleName);
}
