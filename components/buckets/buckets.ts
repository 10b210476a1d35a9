import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
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

/** Slots of the buckets; each is called for every one of them, that of the access logs too. */
export interface BucketsTransform {
  /** Default: never emptied by a destroy. */
  bucket?: Transform<aws.s3.BucketArgs>;
  /** Default: private four ways. */
  publicAccess?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  /** Default: the account owns every object; no ACLs. */
  ownership?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  /** Default: AES-256, or the bucket's key with one call of KMS for many objects. */
  encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
  /** Default: on. */
  versioning?: Transform<aws.s3.BucketVersioningArgs>;
  /** Default: `archive`, `expireAfterDays` and `noncurrentDays` of the bucket; broken uploads go after seven days. */
  lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  /** Default: nobody without TLS 1.2. */
  policy?: Transform<aws.s3.BucketPolicyArgs>;
  /** Default: who read and wrote, to the bucket of the access logs. */
  logging?: Transform<aws.s3.BucketLoggingArgs>;
}

export interface BucketsArgs {
  context: PlatformContext;
  settings: BucketsSettings;
  /** Name of the bucket that has the access logs of the others. Default `access-logs`. */
  logs?: string;
  transform?: BucketsTransform;
}

/**
 * S3 buckets: private four ways, without ACLs, over TLS only, encrypted, with versions and a lifecycle. One more, which
 * nobody else writes to, keeps who read and wrote them for 90 days.
 *
 * Protected. Cost: by the gigabyte kept and by the request.
 */
export class Buckets extends PlatformComponent<BucketsTransform> {
  /** Full names, by the names of the config. */
  readonly names: Record<string, string>;

  constructor(name: string, args: BucketsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("buckets", "Buckets", name, opts, args.transform);
    const all = Object.entries(args.settings);
    const { context, logs: logsName = logBucket } = args;
    const logs = this.createBucket(logsName, logBucketSettings, args, [logDelivery(context, logsName)]);
    for (const [bucket, settings] of all) this.createLogging(this.createBucket(bucket, settings, args), bucket, logs);
    this.names = Object.fromEntries(all.map(([bucket]) => [bucket, bucketFullName(args.context, bucket)]));
    this.registerOutputs({});
  }

  private createLogging(of: aws.s3.Bucket, name: string, logs: aws.s3.Bucket): void {
    const logging = { bucket: of.id, targetBucket: logs.id, targetPrefix: `${name}/` };
    this.make("logging", aws.s3.BucketLogging, this.child(name), logging);
  }

  private createBucket(
    name: string,
    settings: BucketSettings,
    { context }: BucketsArgs,
    statements: PolicyStatement[] = [],
  ): aws.s3.Bucket {
    const logical = this.child(name);
    const own = { bucket: bucketFullName(context, name), forceDestroy: false };
    const made = this.make("bucket", aws.s3.Bucket, logical, own, { protect: true });
    const bucket = made.id;
    const access = this.make("publicAccess", aws.s3.BucketPublicAccessBlock, logical, {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.make("ownership", aws.s3.BucketOwnershipControls, logical, {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    this.createProtection(logical, bucket, settings);
    const policy = JSON.stringify(tlsOnlyPolicy(bucketArn(context, name), ...statements));
    // S3 refuses two changes of a bucket's access at once.
    this.make("policy", aws.s3.BucketPolicy, logical, { bucket, policy }, { dependsOn: [access] });
    return made;
  }

  /** How objects are encrypted, that versions are kept, and what becomes of them. */
  private createProtection(logical: string, bucket: pulumi.Output<string>, settings: BucketSettings): void {
    const { kmsKeyArn } = settings;
    const rule =
      kmsKeyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
            // One call of KMS for many objects.
            bucketKeyEnabled: true,
          };
    this.make("encryption", aws.s3.BucketServerSideEncryptionConfiguration, logical, { bucket, rules: [rule] });
    const versioning = this.make("versioning", aws.s3.BucketVersioning, logical, {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const lifecycle = { bucket, rules: lifecycleRules(settings) };
    this.make("lifecycle", aws.s3.BucketLifecycleConfiguration, logical, lifecycle, { dependsOn: [versioning] });
  }
}
