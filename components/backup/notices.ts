import type * as aws from "@pulumi/aws";
import { policyDocument, type PolicyDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import { longestGapSeconds, vaultArn, vaultName } from "./backup-plan";
import type { BackupSettings } from "./settings";

/** Name of the topic that hears of failed jobs. */
export function topicName({ clusterName }: PlatformContext): string {
  return `${clusterName}-backups`;
}

export function topicArn(context: PlatformContext): string {
  return `arn:${context.partition}:sns:${context.region}:${context.accountId}:${topicName(context)}`;
}

/**
 * Events of jobs that did not do what they should. Jobs of restore tests are restore jobs; the event of a restore says
 * `status` where the others say `state`. https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export function failureEvents(context: PlatformContext): Record<string, { what: string; pattern: object }> {
  const event = (type: string, detail: object) => ({
    what: type.replace(" State Change", "").toLowerCase(),
    pattern: { source: ["aws.backup"], "detail-type": [type], detail },
  });
  return {
    "backup-failed": event("Backup Job State Change", {
      state: ["FAILED", "ABORTED", "EXPIRED"],
      backupVaultName: [vaultName(context)],
    }),
    "copy-failed": event("Copy Job State Change", { state: ["FAILED"], sourceBackupVaultArn: [vaultArn(context)] }),
    "restore-failed": event("Restore Job State Change", { status: ["FAILED", "ABORTED"] }),
  };
}

/**
 * Who may publish: the alarms of this account, and EventBridge, which fills no condition key here: "You can't use Condition
 * blocks in Amazon SNS topic policies for EventBridge".
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html, "Amazon SNS permissions"
 */
export function topicPolicy(context: PlatformContext): PolicyDocument {
  const Resource = topicArn(context);
  const publish = { Effect: "Allow" as const, Action: "sns:Publish", Resource };
  return policyDocument(
    {
      ...publish,
      Sid: "Alarms",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": context.accountId } },
    },
    { ...publish, Sid: "Events", Principal: { Service: "events.amazonaws.com" } },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sns:Publish",
      Resource,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}

/**
 * Alarms of the vault: a job failed; and no job was completed in the time in which one must be, because a job that never
 * runs has no event. https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export function vaultAlarms(
  context: PlatformContext,
  settings: BackupSettings,
): Record<string, aws.cloudwatch.MetricAlarmArgs> {
  const common = {
    namespace: "AWS/Backup",
    dimensions: { BackupVaultName: vaultName(context) },
    statistic: "Sum",
    evaluationPeriods: 1,
    alarmActions: [topicArn(context)],
    okActions: [topicArn(context)],
  };
  // A gap of twelve hours may put no job into one half of the day; CloudWatch takes whole days at the longest.
  const days = Math.ceil(longestGapSeconds(settings.timesUtc) / 86_400);
  return {
    failed: {
      ...common,
      alarmDescription: "A backup job failed: docs/runbooks/backups.md, BackupJobFailed",
      metricName: "NumberOfBackupJobsFailed",
      period: 3600,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
    },
    overdue: {
      ...common,
      alarmDescription: "No backup job was completed for a day: docs/runbooks/backups.md, BackupJobsMissing",
      metricName: "NumberOfBackupJobsCompleted",
      period: days * 86_400,
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
    },
  };
}
