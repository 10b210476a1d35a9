import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { transformed, type Transform } from "../shared/transform";
import { failureEvents, topicArn, topicName, topicPolicy, vaultAlarms } from "./notices";
import type { BackupSettings } from "./settings";

/** Escape hatches of the notices. */
export interface BackupNoticesTransform {
  topic?: Transform<aws.sns.TopicArgs>;
  /** Called for each alarm. */
  alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
}

export interface BackupNoticesArgs {
  context: PlatformContext;
  settings: BackupSettings;
  /** Key of the topic; its policy lets EventBridge and CloudWatch use it. */
  keyArn: pulumi.Input<string>;
  transform?: BackupNoticesTransform | undefined;
}

/**
 * Tells people of backup, copy and restore jobs that failed, and of jobs that did not run: a topic, rules of EventBridge,
 * two alarms. It needs no cluster: it speaks when the cluster is what is lost.
 *
 * Cost: $0.20 a month for the alarms.
 */
export class BackupNotices extends PlatformComponent {
  constructor(name: string, args: BackupNoticesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupNotices", name, opts);
    const { context, settings, keyArn, transform } = args;
    const topic = new aws.sns.Topic(
      this.componentName,
      transformed<aws.sns.TopicArgs>({ name: topicName(context), kmsMasterKeyId: keyArn }, transform?.topic),
      this.opts(),
    );
    const policy = new aws.sns.TopicPolicy(
      this.componentName,
      { arn: topic.arn, policy: JSON.stringify(topicPolicy(context)) },
      this.opts(),
    );
    for (const email of settings.emails) {
      const subscription = { topic: topic.arn, protocol: "email", endpoint: email };
      new aws.sns.TopicSubscription(this.child(email), subscription, this.opts());
    }
    this.createRules(context, policy);
    for (const [alarm, plan] of Object.entries(vaultAlarms(context, settings))) {
      new aws.cloudwatch.MetricAlarm(
        this.child(alarm),
        transformed({ name: `${context.clusterName}-backups-${alarm}`, ...plan }, transform?.alarm),
        this.opts({ dependsOn: [policy] }),
      );
    }
    this.registerOutputs({ topicArn: topic.arn });
  }

  private createRules(context: PlatformContext, policy: pulumi.Resource): void {
    for (const [event, { what, pattern }] of Object.entries(failureEvents(context))) {
      const rule = new aws.cloudwatch.EventRule(
        this.child(event),
        {
          name: `${context.clusterName}-${event}`,
          description: `A ${what} did not succeed`,
          eventPattern: JSON.stringify(pattern),
        },
        this.opts(),
      );
      new aws.cloudwatch.EventTarget(
        this.child(event),
        { rule: rule.name, arn: topicArn(context) },
        this.opts({ dependsOn: [policy] }),
      );
    }
  }
}
