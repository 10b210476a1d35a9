import { policyDocument, type PolicyDocument, type PolicyStatement } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import { type Grant, noGrant, variablePrefix } from "../shared/grant";
import { boundedName } from "../shared/naming";
import type { BucketSettings, BucketUse } from "./settings";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const maxName = 63;

/** Name of a bucket: unique in the world by the account's number, and known before the bucket is. */
export function bucketFullName(context: PlatformContext, bucket: string): string {
  return boundedName(`${context.clusterName}-${bucket}-${context.accountId}`, maxName);
}

export function bucketArn(context: PlatformContext, bucket: string): string {
  return `arn:${context.partition}:s3:::${bucketFullName(context, bucket)}`;
}

/** Nobody may use the bucket without TLS, and at least 1.2: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export function tlsOnlyPolicy(arn: string, ...more: PolicyStatement[]): PolicyDocument {
  const all = { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:*", Resource: [arn, `${arn}/*`] } as const;
  return policyDocument(
    { ...all, Sid: "TlsOnly", Resource: [...all.Resource], Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { ...all, Sid: "Tls12", Resource: [...all.Resource], Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ...more,
  );
}

/** Name of the bucket that has the access logs of the others, in the words of the config. */
export const logBucket = "access-logs";

/** What it keeps: 90 days of logs. */
export const logBucketSettings: BucketSettings = { expireAfterDays: 90, noncurrentDays: 1 };

/**
 * Lets S3 write the access logs of this account's buckets:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function logDelivery(context: PlatformContext, bucket = logBucket): PolicyStatement {
  return {
    Sid: "AccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn(context, bucket)}/*`,
    Condition: { StringEquals: { "aws:SourceAccount": context.accountId } },
  };
}

/** Rules of a bucket's lifecycle: archive, expiry, old versions, uploads that never ended. */
export function lifecycleRules({ archive, expireAfterDays, noncurrentDays }: BucketSettings) {
  return [
    ...(archive
      ? [
          {
            id: "archive",
            status: "Enabled",
            filter: { prefix: "" },
            transitions: [{ days: archive.afterDays, storageClass: archive.class }],
          },
        ]
      : []),
    ...(expireAfterDays === undefined
      ? []
      : [{ id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days: expireAfterDays } }]),
    {
      id: "old-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ];
}

const objectActions: Record<BucketUse["access"], string[]> = {
  read: ["s3:GetObject"],
  write: ["s3:PutObject", "s3:AbortMultipartUpload"],
  "read-write": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const keyActions: Record<BucketUse["access"], string[]> = {
  read: ["kms:Decrypt"],
  write: ["kms:Decrypt", "kms:GenerateDataKey"],
  "read-write": ["kms:Decrypt", "kms:GenerateDataKey"],
};

/** What a service gets that uses a bucket: `MEDIA_BUCKET`, `MEDIA_PREFIX`, and rights below its prefix. */
export function bucketGrant(context: PlatformContext, bucket: string, settings: BucketSettings, use: BucketUse): Grant {
  const arn = bucketArn(context, bucket);
  const { access, prefix = "" } = use;
  const variable = variablePrefix(bucket);
  const statements: PolicyStatement[] = [
    { Effect: "Allow", Action: objectActions[access], Resource: [`${arn}/${prefix}*`] },
    ...(access === "write"
      ? []
      : [
          {
            Effect: "Allow" as const,
            Action: ["s3:ListBucket"],
            Resource: [arn],
            ...(prefix === "" ? {} : { Condition: { StringLike: { "s3:prefix": `${prefix}*` } } }),
          },
        ]),
    ...(settings.kmsKeyArn === undefined
      ? []
      : [{ Effect: "Allow" as const, Action: keyActions[access], Resource: [settings.kmsKeyArn] }]),
  ];
  return {
    ...noGrant,
    env: {
      [`${variable}_BUCKET`]: bucketFullName(context, bucket),
      ...(prefix === "" ? {} : { [`${variable}_PREFIX`]: prefix }),
    },
    statements,
    callsAws: true,
  };
}
