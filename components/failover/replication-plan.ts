import { bucketArn, bucketFullName } from "../buckets/bucket-plan";
import { policyDocument, type PolicyDocument, type TrustDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import { durationSeconds } from "../shared/duration";
import type { FailoverSettings } from "./settings";

/** The other stack, as far as names are made from it. */
export function peerContext(context: PlatformContext, { peer }: Pick<FailoverSettings, "peer">): PlatformContext {
  return { ...context, clusterName: peer.cluster, region: peer.region };
}

/** Id of the one rule of a bucket; metrics and alarm name it. */
export const replicationRule = "to-peer";

/**
 * Everything of a bucket to the peer's bucket of the same name, deletions too, with Replication Time Control: without it
 * S3 promises no time and measures none. 15 minutes is the one time that it offers; the alarm is ours.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
 */
export function replicationRules(context: PlatformContext, failover: FailoverSettings, bucket: string) {
  return [
    {
      id: replicationRule,
      status: "Enabled",
      priority: 0,
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Enabled" },
      destination: {
        bucket: bucketArn(peerContext(context, failover), bucket),
        replicationTime: { status: "Enabled", time: { minutes: 15 } },
        metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
      },
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
export function replicationPolicy(
  context: PlatformContext,
  failover: FailoverSettings,
  buckets: string[],
): PolicyDocument {
  const sorted = [...buckets].sort(); // the document is the same however the YAML is ordered
  const sources = sorted.map((bucket) => bucketArn(context, bucket));
  const targets = sorted.map((bucket) => bucketArn(peerContext(context, failover), bucket));
  return policyDocument(
    {
      Sid: "ReadConfiguration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: sources,
    },
    {
      Sid: "ReadVersions",
      Effect: "Allow",
      Action: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
      Resource: sources.map((arn) => `${arn}/*`),
    },
    {
      Sid: "WriteCopies",
      Effect: "Allow",
      Action: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: targets.map((arn) => `${arn}/*`),
    },
  );
}

/** S3 acting for this account's buckets. */
export function replicationTrust({ accountId }: PlatformContext): TrustDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  };
}

/**
 * Alarm when the copies of a bucket are behind. Without changes there is no lag, and no metric.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-replication-metrics
 */
export function lagAlarm(context: PlatformContext, failover: FailoverSettings, bucket: string) {
  return {
    name: `${context.clusterName}-${bucket}-replication-lag`,
    alarmDescription: `Copies of bucket ${bucket} are more than ${failover.lagThreshold} behind: docs/runbooks/failover.md`,
    namespace: "AWS/S3",
    metricName: "ReplicationLatency",
    dimensions: {
      SourceBucket: bucketFullName(context, bucket),
      DestinationBucket: bucketFullName(peerContext(context, failover), bucket),
      RuleId: replicationRule,
    },
    statistic: "Maximum",
    comparisonOperator: "GreaterThanThreshold",
    threshold: durationSeconds(failover.lagThreshold),
    period: 60,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    alarmActions: failover.topicArns,
    okActions: failover.topicArns,
  };
}

/** One rule for the images of the stack, by the beginnings of their repositories' names. */
export function imageRules({ accountId }: PlatformContext, { peer }: FailoverSettings, repositories: string[]) {
  return [
    {
      destinations: [{ region: peer.region, registryId: accountId }],
      repositoryFilters: [...repositories].sort().map((filter) => ({ filter, filterType: "PREFIX_MATCH" })),
    },
  ];
}
