import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { transformed, type Transform } from "../shared/transform";
import { alarmPlans, deadLetterRef, queueRef, type QueueRef, tlsOnlyPolicy } from "./queue-plan";
import type { QueueSettings, QueuesSettings } from "./settings";

const day = 86_400;

/** Escape hatches of a queue. */
export interface QueueTransform {
  queue?: Transform<aws.sqs.QueueArgs>;
  deadLetters?: Transform<aws.sqs.QueueArgs>;
  /** Called for the policies of both queues. */
  policy?: Transform<aws.sqs.QueuePolicyArgs>;
  /** Called for each alarm; its name says which. */
  alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
}

export interface QueuesArgs {
  context: PlatformContext;
  settings: QueuesSettings;
  /** By name of the queue. */
  transform?: Record<string, QueueTransform>;
}

/**
 * SQS queues, each with a dead-letter queue of its own, encrypted, over TLS only, with alarms.
 *
 * Cost: by the request, the first million a month is free; $0.10 a month for each of three alarms.
 */
export class Queues extends PlatformComponent {
  /** Addresses of the queues, by name. */
  readonly refs: Record<string, QueueRef>;

  constructor(name: string, args: QueuesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("queues", "Queues", name, opts);
    const all = Object.entries(args.settings);
    for (const [queue, settings] of all) this.createQueue(queue, settings, args);
    this.refs = Object.fromEntries(all.map(([queue, settings]) => [queue, queueRef(args.context, queue, settings)]));
    this.registerOutputs({});
  }

  private createQueue(queue: string, settings: QueueSettings, args: QueuesArgs): void {
    const { context } = args;
    const transform = args.transform?.[queue];
    const [own, dead] = [queueRef(context, queue, settings), deadLetterRef(context, queue, settings)];
    const deadLetters = this.register(
      `${queue}-dead-letters`,
      dead,
      {
        ...common(dead, settings),
        messageRetentionSeconds: 14 * day,
        redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [own.arn] }),
      },
      { queue: transform?.deadLetters, policy: transform?.policy },
      [],
    );
    this.register(
      queue,
      own,
      {
        ...common(own, settings),
        visibilityTimeoutSeconds: settings.visibilitySeconds,
        messageRetentionSeconds: settings.retentionDays * day,
        // A receive waits for a message instead of coming back empty and being billed.
        receiveWaitTimeSeconds: 20,
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: settings.maxReceives }),
      },
      { queue: transform?.queue, policy: transform?.policy },
      [deadLetters],
    );
    this.createAlarms(queue, settings, context, transform);
  }

  private register(
    name: string,
    { arn }: QueueRef,
    args: aws.sqs.QueueArgs,
    transform: Record<"queue", Transform<aws.sqs.QueueArgs> | undefined> &
      Record<"policy", Transform<aws.sqs.QueuePolicyArgs> | undefined>,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource {
    const queue = new aws.sqs.Queue(this.child(name), transformed(args, transform.queue), this.opts({ dependsOn }));
    const policy = { queueUrl: queue.id, policy: JSON.stringify(tlsOnlyPolicy(arn)) };
    new aws.sqs.QueuePolicy(
      this.child(name),
      transformed<aws.sqs.QueuePolicyArgs>(policy, transform.policy),
      this.opts(),
    );
    return queue;
  }

  private createAlarms(
    queue: string,
    settings: QueueSettings,
    context: PlatformContext,
    transform: QueueTransform | undefined,
  ): void {
    for (const plan of alarmPlans(context, queue, settings)) {
      const alarm: aws.cloudwatch.MetricAlarmArgs = {
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
      };
      new aws.cloudwatch.MetricAlarm(
        this.child(`${queue}-${plan.key}`),
        transformed(alarm, transform?.alarm),
        this.opts(),
      );
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
