import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import { type BucketTransform, createBucket } from "./bucket";
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

/** Slots of the buckets. */
export interface BucketsTransform extends BucketTransform {
  /** Called for each bucket but that of the logs. Default: who read and wrote, to the bucket of the access logs. */
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
    return createBucket(this.make, this.child(name), {
      name: bucketFullName(context, name),
      kmsKeyArn: settings.kmsKeyArn,
      rules: lifecycleRules(settings),
      policy: tlsOnlyPolicy(bucketArn(context, name), ...statements),
      protect: true,
    });
  }
}
