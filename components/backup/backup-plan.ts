import type * as aws from "@pulumi/aws";
import { policyDocument, type PolicyDocument, type TrustDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import { durationSeconds } from "../shared/duration";
import { boundedName } from "../shared/naming";
import { backupTag, backupValue } from "../shared/vocabulary";
import type { BackupSettings } from "./settings";

/** Longest name of a vault: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html */
const maxVaultName = 50;

/** Name of the vault, in both regions. */
export function vaultName({ clusterName }: PlatformContext): string {
  return boundedName(clusterName, maxVaultName);
}

/** Name of the plan; 50 characters as well: API_BackupPlanInput of the same reference. */
export function planName({ clusterName }: PlatformContext): string {
  return boundedName(clusterName, maxVaultName);
}

/** ARN of the vault in a region, known before the vault is. */
export function vaultArn(context: PlatformContext, region = context.region): string {
  return `arn:${context.partition}:backup:${region}:${context.accountId}:backup-vault:${vaultName(context)}`;
}

/**
 * What AWS Backup takes: everything of these kinds that carries the stack's name and the word `vault`. All of the
 * platform's data stores carry it, the volumes of claims, too; the disks of nodes don't.
 * Kinds: https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 */
export function selectionOf({ clusterName, partition }: PlatformContext) {
  return {
    resources: [
      `arn:${partition}:ec2:*:*:volume/*`,
      `arn:${partition}:elasticfilesystem:*:*:file-system/*`,
      `arn:${partition}:rds:*:*:cluster:*`,
      `arn:${partition}:rds:*:*:db:*`,
    ],
    conditions: [
      {
        stringEquals: [
          { key: "aws:ResourceTag/platform", value: clusterName },
          { key: `aws:ResourceTag/${backupTag}`, value: backupValue.vault },
        ],
      },
    ],
  } satisfies Partial<aws.backup.SelectionArgs>;
}

/** One rule for each time of day: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html */
export function planRules(context: PlatformContext, settings: BackupSettings): aws.types.input.backup.PlanRule[] {
  const { timesUtc, startWindow, completionWindow, copyTo } = settings;
  return [...timesUtc].sort().map((time) => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return {
      ruleName: `daily-${time.replace(":", "")}`,
      targetVaultName: vaultName(context),
      schedule: `cron(${minute} ${hour} * * ? *)`,
      scheduleExpressionTimezone: "Etc/UTC",
      startWindow: durationSeconds(startWindow) / 60,
      completionWindow: durationSeconds(completionWindow) / 60,
      lifecycle: lifecycle(settings, settings.retentionDays),
      ...(copyTo === undefined
        ? {}
        : {
            copyActions: [
              {
                destinationVaultArn: vaultArn(context, copyTo.region),
                lifecycle: lifecycle(settings, copyTo.retentionDays ?? settings.retentionDays),
              },
            ],
          }),
    };
  });
}

function lifecycle({ coldAfterDays }: BackupSettings, deleteAfter: number) {
  return { ...(coldAfterDays === undefined ? {} : { coldStorageAfter: coldAfterDays }), deleteAfter };
}

/** Vault Lock of a vault whose backups are kept so many days. */
export function vaultLock({ lock }: BackupSettings, retentionDays: number) {
  const { compliance, minRetentionDays } = lock;
  return {
    minRetentionDays: minRetentionDays ?? retentionDays,
    ...(compliance === undefined ? {} : { changeableForDays: compliance.coolingOffDays }),
  };
}

/** How old the newest copy in the vault can be, seconds: the longest gap between two times, and both windows. */
export function vaultAgeSeconds({ timesUtc, startWindow, completionWindow }: BackupSettings): number {
  return longestGapSeconds(timesUtc) + durationSeconds(startWindow) + durationSeconds(completionWindow);
}

/** Longest time between two times of day, seconds, midnight included. */
export function longestGapSeconds(timesUtc: string[]): number {
  const day = 86_400;
  const seconds = timesUtc.map((time) => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return hour * 3600 + minute * 60;
  });
  const sorted = [...new Set(seconds)].sort((a, b) => a - b);
  return Math.max(...sorted.map((time, index) => (sorted[index + 1] ?? day + (sorted[0] ?? 0)) - time));
}

/**
 * Trust for AWS Backup, for jobs of the stack's own account.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html, cross-service-confused-deputy-prevention
 */
export function backupTrust({ accountId }: PlatformContext): TrustDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "backup.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  };
}

/**
 * Policy of a vault's key: IAM of the account decides; in the stack's own region EventBridge and CloudWatch may encrypt
 * what they tell the topic. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function vaultKeyPolicy({ partition, accountId }: PlatformContext, notifies: boolean): PolicyDocument {
  const encryptNotices = { Effect: "Allow" as const, Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" };
  const ofThisAccount = { Condition: { StringEquals: { "aws:SourceAccount": accountId } } };
  return policyDocument(
    {
      Sid: "AccountDecidesByIam",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...(notifies
      ? [
          { ...encryptNotices, Sid: "Alarms", Principal: { Service: "cloudwatch.amazonaws.com" }, ...ofThisAccount },
          // EventBridge fills no condition key on its way to an encrypted topic: with one nothing would ever arrive.
          { ...encryptNotices, Sid: "Events", Principal: { Service: "events.amazonaws.com" } },
        ]
      : []),
  );
}
