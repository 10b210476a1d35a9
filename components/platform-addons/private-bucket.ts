import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { AddonBucket } from "./addon";
import { bucketPolicy } from "./object-store";

/** Days that it is kept who read and wrote the bucket. */
const accessLogDays = 90;

/** Days that what was overwritten or deleted can be had back. */
const deletedDays = 7;

/** Days after which what is left of an upload that broke off is cleared away. */
const brokenUploadDays = 7;

export interface PrivateBucketArgs {
  context: PlatformContext;
  bucket: AddonBucket;
}

/**
 * A bucket of an add-on, and a second one that keeps who read and wrote it: private, over TLS only, encrypted, with
 * versions. The add-on deletes what is too old by itself; the bucket lets go of it a week later.
 *
 * In production both are protected. Elsewhere they go with the stack, and all that is in them. Cost: by the gigabyte
 * kept and by the request.
 */
export class PrivateBucket extends PlatformComponent {
  constructor(name: string, { context, bucket }: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "PrivateBucket", name, opts);
    const logs: AddonBucket = { name: `${bucket.name.slice(0, 59)}-log` };
    const logBucket = this.create("access-logs", context, logs, bucket.name);
    const main = this.create("data", context, bucket);
    new aws.s3.BucketLogging(
      this.componentName,
      { bucket: main.id, targetBucket: logBucket.id, targetPrefix: "access/" },
      this.opts(),
    );
    this.registerOutputs({ bucket: bucket.name });
  }

  private create(
    suffix: string,
    context: PlatformContext,
    { name, kmsKeyArn }: AddonBucket,
    logsOf?: string,
  ): aws.s3.Bucket {
    const logical = this.child(suffix);
    const kept = context.tier === "production";
    const created = new aws.s3.Bucket(
      logical,
      { bucket: name, forceDestroy: !kept },
      this.opts<pulumi.CustomResourceOptions>({ protect: kept }),
    );
    const bucket = created.id;
    const access = new aws.s3.BucketPublicAccessBlock(
      logical,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      this.opts(),
    );
    const encrypted =
      kmsKeyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
            // One call of KMS for many objects.
            bucketKeyEnabled: true,
          };
    new aws.s3.BucketServerSideEncryptionConfiguration(logical, { bucket, rules: [encrypted] }, this.opts());
    const versions = new aws.s3.BucketVersioning(
      logical,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      this.opts(),
    );
    const age = logsOf === undefined ? {} : { expiration: { days: accessLogDays } };
    new aws.s3.BucketLifecycleConfiguration(
      logical,
      {
        bucket,
        rules: [
          {
            id: "clear-away",
            status: "Enabled",
            filter: {},
            ...age,
            noncurrentVersionExpiration: { noncurrentDays: deletedDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: brokenUploadDays },
          },
        ],
      },
      this.opts({ dependsOn: [versions] }),
    );
    new aws.s3.BucketPolicy(
      logical,
      { bucket, policy: JSON.stringify(bucketPolicy(context, name, logsOf)) },
      // S3 refuses two changes of a bucket's access at once.
      this.opts({ dependsOn: [access] }),
    );
    return created;
  }
}
