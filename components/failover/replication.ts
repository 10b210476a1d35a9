import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { bucketFullName } from "../buckets/bucket-plan";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import { transformed, type Transform } from "../shared/transform";
import { imageRules, lagAlarm, replicationPolicy, replicationRules, replicationTrust } from "./replication-plan";
import type { FailoverSettings } from "./settings";

/** Escape hatches of the replication. */
export interface ReplicationTransform {
  images?: Transform<aws.ecr.ReplicationConfigurationArgs>;
  /** Called for each bucket. */
  bucket?: Transform<aws.s3.BucketReplicationConfigArgs>;
  /** Called for each bucket. */
  lag?: Transform<aws.cloudwatch.MetricAlarmArgs>;
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
export class Replication extends PlatformComponent {
  constructor(name: string, args: ReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover", "Replication", name, opts);
    const { context, failover, repositories, buckets, transform } = args;
    if (failover.replicate.images && repositories.length) {
      const rules = imageRules(context, failover, repositories);
      new aws.ecr.ReplicationConfiguration(
        this.child("images"),
        transformed<aws.ecr.ReplicationConfigurationArgs>({ replicationConfiguration: { rules } }, transform?.images),
        this.opts(),
      );
    }
    if (failover.replicate.buckets && buckets.length) this.replicateBuckets(args);
    this.registerOutputs({});
  }

  private replicateBuckets(args: ReplicationArgs): void {
    const { context, failover, buckets, transform } = args;
    const role = this.createRole(args);
    for (const bucket of buckets) {
      const replication = {
        bucket: bucketFullName(context, bucket),
        role: role.arn,
        rules: replicationRules(context, failover, bucket),
      };
      new aws.s3.BucketReplicationConfig(
        this.child(bucket),
        transformed<aws.s3.BucketReplicationConfigArgs>(replication, transform?.bucket),
        this.opts(),
      );
      new aws.cloudwatch.MetricAlarm(
        this.child(`${bucket}-lag`),
        transformed<aws.cloudwatch.MetricAlarmArgs>(lagAlarm(context, failover, bucket), transform?.lag),
        this.opts(),
      );
    }
  }

  private createRole({ context, failover, buckets }: ReplicationArgs): aws.iam.Role {
    const role = new aws.iam.Role(
      this.child("buckets"),
      {
        name: boundedName(`${context.clusterName}-replication`, maxIamRoleName),
        description: `S3, to copy buckets of ${context.clusterName} to ${failover.peer.region}`,
        assumeRolePolicy: JSON.stringify(replicationTrust(context)),
      },
      this.opts(),
    );
    const policy = JSON.stringify(replicationPolicy(context, failover, buckets));
    new aws.iam.RolePolicy(this.child("buckets"), { name: "permissions", role: role.name, policy }, this.opts());
    return role;
  }
}
