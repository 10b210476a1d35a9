import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { serviceTrust } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { Transform } from "../shared/transform";
import { backupTag, snapshotsValue } from "../shared/vocabulary";
import type { BackupSettings } from "./settings";

/** Slots of the snapshots. */
export interface VolumeSnapshotsTransform {
  /** Policy of Data Lifecycle Manager. Default: one snapshot a day, at the first of `backup.timesUtc`. */
  snapshotPolicy?: Transform<aws.dlm.LifecyclePolicyArgs>;
  /** Role of Data Lifecycle Manager. Default: that service may take it. */
  snapshotRole?: Transform<aws.iam.RoleArgs>;
  /** What that role may do. Default: AWS's managed policy for it. */
  snapshotRoleAttachment?: Transform<aws.iam.RolePolicyAttachmentArgs>;
}

export interface VolumeSnapshotsArgs {
  context: PlatformContext;
  settings: BackupSettings;
  transform?: VolumeSnapshotsTransform;
}

/**
 * A snapshot a day of the volumes of storage classes that say `backup: snapshots`, by Data Lifecycle Manager: for
 * what can be made again but is tiresome to make, outside of the vault and its lock, and without a copy elsewhere.
 *
 * Cost: by the gigabyte that changed; the manager itself is free.
 */
export class VolumeSnapshots extends PlatformComponent<VolumeSnapshotsTransform> {
  constructor(name: string, args: VolumeSnapshotsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "VolumeSnapshots", name, opts, args.transform);
    const { context, settings } = args;
    const role = this.createRole(context);
    const [time = "02:00"] = [...settings.timesUtc].sort();
    const policy: aws.dlm.LifecyclePolicyArgs = {
      description: `Daily snapshots of volumes of ${context.clusterName}`,
      executionRoleArn: role.arn,
      state: "ENABLED",
      policyDetails: {
        resourceTypes: ["VOLUME"],
        // With several tags a volume that has one of them is taken.
        targetTags: { [backupTag]: snapshotsValue(context.clusterName) },
        schedules: [
          {
            name: "daily",
            createRule: { interval: 24, intervalUnit: "HOURS", times: time },
            retainRule: { interval: settings.retentionDays, intervalUnit: "DAYS" },
            copyTags: true,
          },
        ],
      },
    };
    this.make("snapshotPolicy", aws.dlm.LifecyclePolicy, this.componentName, policy);
    this.registerOutputs({});
  }

  /** https://docs.aws.amazon.com/ebs/latest/userguide/service-role.html */
  private createRole(context: PlatformContext): aws.iam.Role {
    const role = this.make("snapshotRole", aws.iam.Role, this.componentName, {
      name: boundedName(`${context.clusterName}-volume-snapshots`, maxIamRoleName),
      description: `Data Lifecycle Manager, for volumes of ${context.clusterName}`,
      assumeRolePolicy: JSON.stringify(serviceTrust("dlm.amazonaws.com")),
    });
    const policyArn = `arn:${context.partition}:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole`;
    const attachment = { role: role.name, policyArn };
    this.make("snapshotRoleAttachment", aws.iam.RolePolicyAttachment, this.componentName, attachment);
    return role;
  }
}
