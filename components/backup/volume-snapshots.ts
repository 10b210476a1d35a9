import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { serviceTrust } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import { transformed, type Transform } from "../shared/transform";
import { backupTag, snapshotsValue } from "../shared/vocabulary";
import type { BackupSettings } from "./settings";

/** Escape hatches of the snapshots. */
export interface VolumeSnapshotsTransform {
  lifecyclePolicy?: Transform<aws.dlm.LifecyclePolicyArgs>;
}

export interface VolumeSnapshotsArgs {
  context: PlatformContext;
  settings: BackupSettings;
  transform?: VolumeSnapshotsTransform | undefined;
}

/**
 * A snapshot a day of the volumes of storage classes that say `backup: snapshots`, by Data Lifecycle Manager: for
 * what can be made again but is tiresome to make, outside of the vault and its lock, and without a copy elsewhere.
 *
 * Cost: by the gigabyte that changed; the manager itself is free.
 */
export class VolumeSnapshots extends PlatformComponent {
  constructor(name: string, args: VolumeSnapshotsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "VolumeSnapshots", name, opts);
    const { context, settings, transform } = args;
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
    new aws.dlm.LifecyclePolicy(this.componentName, transformed(policy, transform?.lifecyclePolicy), this.opts());
    this.registerOutputs({});
  }

  /** https://docs.aws.amazon.com/ebs/latest/userguide/service-role.html */
  private createRole(context: PlatformContext): aws.iam.Role {
    const role = new aws.iam.Role(
      this.componentName,
      {
        name: boundedName(`${context.clusterName}-volume-snapshots`, maxIamRoleName),
        description: `Data Lifecycle Manager, for volumes of ${context.clusterName}`,
        assumeRolePolicy: JSON.stringify(serviceTrust("dlm.amazonaws.com")),
      },
      this.opts(),
    );
    const policyArn = `arn:${context.partition}:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole`;
    new aws.iam.RolePolicyAttachment(this.componentName, { role: role.name, policyArn }, this.opts());
    return role;
  }
}
