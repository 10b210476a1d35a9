import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import { alarmPlans, deadLetterRef, queueRef, type QueueRef, tlsOnlyPolicy } from "./queue-plan";
import type { QueueSettings, QueuesSettings } from "./settings";

const day = 86_400;

/** Slots of the queues; each is called for every one of them. */
export interface QueuesTransform {
  /** Default: `queues.<name>` of the stack, receives that wait for a message for 20 seconds. */
  queue?: Transform<aws.sqs.QueueArgs>;
  /** Default: kept for 14 days, the most that SQS does; only its own queue may send to it. */
  deadLetters?: Transform<aws.sqs.QueueArgs>;
  /** Called for the policies of both queues. Default: nobody without TLS. */
  policy?: Transform<aws.sqs.QueuePolicyArgs>;
  /** Called for each alarm; its name says which. Default: age, depth, any dead letter. */
  alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
}

export interface QueuesArgs {
  context: PlatformContext;
  settings: QueuesSettings;
  transform?: QueuesTransform;
}

/**
 * SQS queues, each with a dead-letter queue of its own, encrypted, over TLS only, with alarms.
 *
 * Cost: by the request, the first million a month is free; $0.10 a month for each of three alarms.
 */
export class Queues extends PlatformComponent<QueuesTransform> {
  /** Addresses of the queues, by name. */
  readonly refs: Record<string, QueueRef>;

  constructor(name: string, args: QueuesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("queues", "Queues", name, opts, args.transform);
    const all = Object.entries(args.settings);
    for (const [queue, settings] of all) this.createQueue(queue, settings, args.context);
    this.refs = Object.fromEntries(all.map(([queue, settings]) => [queue, queueRef(args.context, queue, settings)]));
    this.registerOutputs({});
  }

  private createQueue(queue: string, settings: QueueSettings, context: PlatformContext): void {
    const [own, dead] = [queueRef(context, queue, settings), deadLetterRef(context, queue, settings)];
    const deadLetters = this.register("deadLetters", `${queue}-dead-letters`, dead, {
      ...common(dead, settings),
      messageRetentionSeconds: 14 * day,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [own.arn] }),
    });
    const args = {
      ...common(own, settings),
      visibilityTimeoutSeconds: settings.visibilitySeconds,
      messageRetentionSeconds: settings.retentionDays * day,
      // A receive waits for a message instead of coming back empty and being billed.
      receiveWaitTimeSeconds: 20,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: settings.maxReceives }),
    };
    this.register("queue", queue, own, args, [deadLetters]);
    this.createAlarms(queue, settings, context);
  }

  private register(
    slot: "queue" | "deadLetters",
    name: string,
    { arn }: QueueRef,
    args: aws.sqs.QueueArgs,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    const queue = this.make(slot, aws.sqs.Queue, this.child(name), args, { dependsOn });
    const policy = { queueUrl: queue.id, policy: JSON.stringify(tlsOnlyPolicy(arn)) };
    this.make("policy", aws.sqs.QueuePolicy, this.child(name), policy);
    return queue;
  }

  private createAlarms(queue: string, settings: QueueSettings, context: PlatformContext): void {
    for (const plan of alarmPlans(context, queue, settings)) {
      this.make("alarm", aws.cloudwatch.MetricAlarm, this.child(`${queue}-${plan.key}`), {
        name: `${context.clusterName}-${queue}-${plan.key}`,
        alarmDescription: plan.description,
        namespace: "AWS/SQS",
        metricName: plan.metric,
        dimensions: { QueueName: plan.queue },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: plan.threshold,
        period: 60,
        evaluationPeriods: plan.minutes,
        // A queue that nobody uses for six hours has no metrics.
        treatMissingData: "notBreaching",
        alarmActions: settings.alarms.topicArns,
        okActions: settings.alarms.topicArns,
      });
    }
  }
}

function common({ name }: QueueRef, { fifo, kmsKeyArn }: QueueSettings): aws.sqs.QueueArgs {
  return {
    name,
    ...(fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {}),
    ...(kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn }),
  };
}
