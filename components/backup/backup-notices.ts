import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxEventRuleName } from "../shared/naming";
import type { Transform } from "../shared/transform";
import { failureEvents, topicArn, topicName, topicPolicy, vaultAlarms } from "./notices";
import type { BackupSettings } from "./settings";

/** Slots of the notices. */
export interface BackupNoticesTransform {
  /** Default: encrypted with the key of the vault. */
  topic?: Transform<aws.sns.TopicArgs>;
  /** Who may publish to it. Default: EventBridge and CloudWatch of this account, over TLS. */
  topicPolicy?: Transform<aws.sns.TopicPolicyArgs>;
  /** Called for each of `backup.emails`. Default: by e-mail, once the receiver has confirmed. */
  subscription?: Transform<aws.sns.TopicSubscriptionArgs>;
  /** Called for each kind of job. Default: backup, copy and restore jobs that failed. */
  eventRule?: Transform<aws.cloudwatch.EventRuleArgs>;
  /** Called for each kind of job. Default: to the topic. */
  eventTarget?: Transform<aws.cloudwatch.EventTargetArgs>;
  /** Called for each alarm. Default: a job failed; no job was completed in time. */
  alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
}

export interface BackupNoticesArgs {
  context: PlatformContext;
  settings: BackupSettings;
  /** Key of the topic; its policy lets EventBridge and CloudWatch use it. */
  keyArn: pulumi.Input<string>;
  transform?: BackupNoticesTransform;
}

/**
 * Tells people of backup, copy and restore jobs that failed, and of jobs that did not run: a topic, rules of EventBridge,
 * two alarms. It needs no cluster: it speaks when the cluster is what is lost.
 *
 * Cost: $0.20 a month for the alarms.
 */
export class BackupNotices extends PlatformComponent<BackupNoticesTransform> {
  constructor(name: string, args: BackupNoticesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupNotices", name, opts, args.transform);
    const { context, settings, keyArn } = args;
    const topic = this.make("topic", aws.sns.Topic, this.componentName, {
      name: topicName(context),
      kmsMasterKeyId: keyArn,
    });
    const policy = this.make("topicPolicy", aws.sns.TopicPolicy, this.componentName, {
      arn: topic.arn,
      policy: JSON.stringify(topicPolicy(context)),
    });
    for (const email of settings.emails) {
      const subscription = { topic: topic.arn, protocol: "email", endpoint: email };
      this.make("subscription", aws.sns.TopicSubscription, this.child(email), subscription);
    }
    this.createRules(context, policy);
    for (const [alarm, plan] of Object.entries(vaultAlarms(context, settings))) {
      const named = { name: `${context.clusterName}-backups-${alarm}`, ...plan };
      this.make("alarm", aws.cloudwatch.MetricAlarm, this.child(alarm), named, { dependsOn: [policy] });
    }
    this.registerOutputs({ topicArn: topic.arn });
  }

  private createRules(context: PlatformContext, policy: pulumi.Resource): void {
    for (const [event, { what, pattern }] of Object.entries(failureEvents(context))) {
      const rule = this.make("eventRule", aws.cloudwatch.EventRule, this.child(event), {
        name: boundedName(`${context.clusterName}-${event}`, maxEventRuleName),
        description: `A ${what} did not succeed`,
        eventPattern: JSON.stringify(pattern),
      });
      const target = { rule: rule.name, arn: topicArn(context) };
      this.make("eventTarget", aws.cloudwatch.EventTarget, this.child(event), target, { dependsOn: [policy] });
    }
  }
}
