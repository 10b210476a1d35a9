import { policyDocument, type PolicyDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import { boundedName } from "../shared/naming";
import type { AddonBucket } from "./addon";

/** Longest name of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const maxBucketName = 63;

/** Full name of a bucket of the stack: names of buckets are unique in the whole of AWS. */
export function bucketName({ clusterName, region, accountId }: PlatformContext, purpose: string): string {
  const name = `${clusterName}-${purpose}-${region}-${accountId}`.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  return boundedName(name, maxBucketName);
}

/** ARN of a bucket. */
export function bucketArn({ partition }: PlatformContext, name: string): string {
  return `arn:${partition}:s3:::${name}`;
}

/**
 * What an add-on may do with its bucket: list it, read, write and delete in it, and use its key where it has one. It
 * can't change how the bucket keeps or shows anything.
 *
 * `objectActions` are those beside Get, Put and Delete.
 */
export function objectStorePolicy(
  context: PlatformContext,
  { name, kmsKeyArn }: AddonBucket,
  objectActions: string[] = [],
): PolicyDocument {
  const arn = bucketArn(context, name);
  return policyDocument(
    { Sid: "ListBucket", Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
    {
      Sid: "UseObjects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", ...objectActions],
      Resource: `${arn}/*`,
    },
    ...(kmsKeyArn === undefined
      ? []
      : [
          {
            Sid: "UseKey",
            Effect: "Allow" as const,
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: kmsKeyArn,
          },
        ]),
  );
}

/**
 * Who may do what with a bucket: nobody without TLS, and S3's own log delivery where it is a bucket of access logs.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function bucketPolicy(context: PlatformContext, name: string, logsOf?: string): PolicyDocument {
  const arn = bucketArn(context, name);
  return policyDocument(
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...(logsOf === undefined
      ? []
      : [
          {
            Sid: "S3WritesLogs",
            Effect: "Allow" as const,
            Principal: { Service: "logging.s3.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: `${arn}/*`,
            Condition: {
              ArnLike: { "aws:SourceArn": bucketArn(context, logsOf) },
              StringEquals: { "aws:SourceAccount": context.accountId },
            },
          },
        ]),
  );
}
