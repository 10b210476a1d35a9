import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { bucketFullName } from "../buckets/bucket-plan";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { Transform } from "../shared/transform";
import { imageRules, lagAlarm, replicationPolicy, replicationRules, replicationTrust } from "./replication-plan";
import type { FailoverSettings } from "./settings";

/** Slots of the replication. */
export interface ReplicationTransform {
  /** Images. Default: every repository of the stack, to the peer's region. */
  images?: Transform<aws.ecr.ReplicationConfigurationArgs>;
  /** Called for each bucket. Default: every object, with Replication Time Control. */
  bucket?: Transform<aws.s3.BucketReplicationConfigArgs>;
  /** Called for each bucket. Default: an alarm where objects are late. */
  lag?: Transform<aws.cloudwatch.MetricAlarmArgs>;
  /** Role of S3. Default: only buckets of this account may take it. */
  role?: Transform<aws.iam.RoleArgs>;
  /** What that role may do. Default: read the stack's buckets, write the peer's. */
  policy?: Transform<aws.iam.RolePolicyArgs>;
}

export interface ReplicationArgs {
  context: PlatformContext;
  failover: FailoverSettings;
  /** Names of repositories. */
  repositories: string[];
  /** Names of buckets. */
  buckets: string[];
  transform?: ReplicationTransform;
}

/**
 * What a primary stack sends to its peer's region: images and objects. The peer's stack makes the buckets and the
 * repositories that they arrive in, so it is deployed first. ECR has one such configuration in an account and region:
 * two primary stacks there would overwrite each other's.
 *
 * Cost: by the gigabyte between regions; Replication Time Control $0.015 a gigabyte; $0.10 a month for each alarm.
 */
export class Replication extends PlatformComponent<ReplicationTransform> {
  constructor(name: string, args: ReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover", "Replication", name, opts, args.transform);
    const { context, failover, repositories, buckets } = args;
    if (failover.replicate.images && repositories.length) {
      const rules = imageRules(context, failover, repositories);
      const images = { replicationConfiguration: { rules } };
      this.make("images", aws.ecr.ReplicationConfiguration, this.child("images"), images);
    }
    if (failover.replicate.buckets && buckets.length) this.replicateBuckets(args);
    this.registerOutputs({});
  }

  private replicateBuckets(args: ReplicationArgs): void {
    const { context, failover, buckets } = args;
    const role = this.createRole(args);
    for (const bucket of buckets) {
      const replication = {
        bucket: bucketFullName(context, bucket),
        role: role.arn,
        rules: replicationRules(context, failover, bucket),
      };
      this.make("bucket", aws.s3.BucketReplicationConfig, this.child(bucket), replication);
      const lag = lagAlarm(context, failover, bucket);
      this.make("lag", aws.cloudwatch.MetricAlarm, this.child(`${bucket}-lag`), lag);
    }
  }

  private createRole({ context, failover, buckets }: ReplicationArgs): aws.iam.Role {
    const role = this.make("role", aws.iam.Role, this.child("buckets"), {
      name: boundedName(`${context.clusterName}-replication`, maxIamRoleName),
      description: `S3, to copy buckets of ${context.clusterName} to ${failover.peer.region}`,
      assumeRolePolicy: JSON.stringify(replicationTrust(context)),
    });
    const policy = JSON.stringify(replicationPolicy(context, failover, buckets));
    this.make("policy", aws.iam.RolePolicy, this.child("buckets"), { name: "permissions", role: role.name, policy });
    return role;
  }
}
