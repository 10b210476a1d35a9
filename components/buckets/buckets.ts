import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { transformed, type Transform } from "../shared/transform";
import {
  bucketArn,
  bucketFullName,
  lifecycleRules,
  logBucket,
  logBucketSettings,
  logDelivery,
  tlsOnlyPolicy,
} from "./bucket-plan";
import type { BucketSettings, BucketsSettings } from "./settings";

/** Escape hatches of a bucket. */
export interface BucketTransform {
  bucket?: Transform<aws.s3.BucketArgs>;
  publicAccess?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  ownership?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
  versioning?: Transform<aws.s3.BucketVersioningArgs>;
  lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  policy?: Transform<aws.s3.BucketPolicyArgs>;
  logging?: Transform<aws.s3.BucketLoggingArgs>;
}

export interface BucketsArgs {
  context: PlatformContext;
  settings: BucketsSettings;
  /** Name of the bucket that has the access logs of the others. Default `access-logs`. */
  logs?: string;
  /** By name of the bucket; that of the logs is `access-logs`. */
  transform?: Record<string, BucketTransform>;
}

/**
 * S3 buckets: private four ways, without ACLs, over TLS only, encrypted, with versions and a lifecycle. One more, which
 * nobody else writes to, keeps who read and wrote them for 90 days.
 *
 * Protected. Cost: by the gigabyte kept and by the request.
 */
export class Buckets extends PlatformComponent {
  /** Full names, by the names of the config. */
  readonly names: Record<string, string>;

  constructor(name: string, args: BucketsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("buckets", "Buckets", name, opts);
    const all = Object.entries(args.settings);
    const { context, logs: logsName = logBucket } = args;
    const logs = this.createBucket(logsName, logBucketSettings, args, [logDelivery(context, logsName)]);
    for (const [bucket, settings] of all)
      this.createLogging(this.createBucket(bucket, settings, args), bucket, logs, args);
    this.names = Object.fromEntries(all.map(([bucket]) => [bucket, bucketFullName(args.context, bucket)]));
    this.registerOutputs({});
  }

  private createLogging(of: aws.s3.Bucket, name: string, logs: aws.s3.Bucket, { transform }: BucketsArgs): void {
    const logging = { bucket: of.id, targetBucket: logs.id, targetPrefix: `${name}/` };
    new aws.s3.BucketLogging(
      this.child(name),
      transformed<aws.s3.BucketLoggingArgs>(logging, transform?.[name]?.logging),
      this.opts(),
    );
  }

  private createBucket(
    name: string,
    settings: BucketSettings,
    { context, transform: transforms }: BucketsArgs,
    statements: PolicyStatement[] = [],
  ): aws.s3.Bucket {
    const logical = this.child(name);
    const transform = transforms?.[name];
    const made = new aws.s3.Bucket(
      logical,
      transformed<aws.s3.BucketArgs>({ bucket: bucketFullName(context, name), forceDestroy: false }, transform?.bucket),
      this.opts({ protect: true }),
    );
    const bucket = made.id;
    const block = {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
    const access = new aws.s3.BucketPublicAccessBlock(
      logical,
      transformed<aws.s3.BucketPublicAccessBlockArgs>(block, transform?.publicAccess),
      this.opts(),
    );
    new aws.s3.BucketOwnershipControls(
      logical,
      transformed<aws.s3.BucketOwnershipControlsArgs>(
        { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
        transform?.ownership,
      ),
      this.opts(),
    );
    this.createProtection(logical, bucket, settings, transform);
    new aws.s3.BucketPolicy(
      logical,
      transformed<aws.s3.BucketPolicyArgs>(
        { bucket, policy: JSON.stringify(tlsOnlyPolicy(bucketArn(context, name), ...statements)) },
        transform?.policy,
      ),
      // S3 refuses two changes of a bucket's access at once.
      this.opts({ dependsOn: [access] }),
    );
    return made;
  }

  /** How objects are encrypted, that versions are kept, and what becomes of them. */
  private createProtection(
    logical: string,
    bucket: pulumi.Output<string>,
    settings: BucketSettings,
    transform: BucketTransform | undefined,
  ): void {
    const { kmsKeyArn } = settings;
    const rule =
      kmsKeyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
            // One call of KMS for many objects.
            bucketKeyEnabled: true,
          };
    new aws.s3.BucketServerSideEncryptionConfiguration(
      logical,
      transformed<aws.s3.BucketServerSideEncryptionConfigurationArgs>({ bucket, rules: [rule] }, transform?.encryption),
      this.opts(),
    );
    const versioning = new aws.s3.BucketVersioning(
      logical,
      transformed<aws.s3.BucketVersioningArgs>(
        { bucket, versioningConfiguration: { status: "Enabled" } },
        transform?.versioning,
      ),
      this.opts(),
    );
    new aws.s3.BucketLifecycleConfiguration(
      logical,
      transformed<aws.s3.BucketLifecycleConfigurationArgs>(
        { bucket, rules: lifecycleRules(settings) },
        transform?.lifecycle,
      ),
      this.opts({ dependsOn: [versioning] }),
    );
  }
}
