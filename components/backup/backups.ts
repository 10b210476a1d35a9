import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { Transform } from "../shared/transform";
import { BackupNotices, type BackupNoticesTransform } from "./backup-notices";
import { backupTrust, planName, planRules, selectionOf } from "./backup-plan";
import { RestoreTests, type RestoreTestsTransform, type StoreType } from "./restore-tests";
import type { BackupSettings } from "./settings";
import { BackupVault, type BackupVaultTransform } from "./vault";
import { VolumeSnapshots, type VolumeSnapshotsTransform } from "./volume-snapshots";

/** Slots of the backups. */
export interface BackupsTransform
  extends BackupVaultTransform, BackupNoticesTransform, RestoreTestsTransform, VolumeSnapshotsTransform {
  /** The plan of backups. Default: one rule for each of `backup.timesUtc`, copies to `backup.copyTo`. */
  backupPlan?: Transform<aws.backup.PlanArgs>;
  /** What that plan takes. Default: every store that carries the stack's tags. */
  backupSelection?: Transform<aws.backup.SelectionArgs>;
  /** Roles of AWS Backup: one backs up, one restores. Default: only jobs of this account may take them. */
  backupRole?: Transform<aws.iam.RoleArgs>;
  /** Called for each of those roles. Default: AWS's managed policy for its purpose. */
  backupRoleAttachment?: Transform<aws.iam.RolePolicyAttachmentArgs>;
}

export interface BackupsArgs {
  context: PlatformContext;
  settings: BackupSettings;
  /** Kinds of stores that the stack has. */
  types: StoreType[];
  /** Some volumes have snapshots of their own instead: `backup: snapshots` at a storage class. */
  volumeSnapshots: boolean;
  transform?: BackupsTransform;
}

/**
 * Backups of everything that holds data outside of Kubernetes' own objects: a plan of AWS Backup with a locked vault, a
 * copy in a second region, weekly restores, notices.
 *
 * What is new is in by itself: the selection is by tags that every store of the platform carries. AWS Backup must be
 * switched on for EBS, EFS and RDS in the account's settings of both regions, as it is by default.
 *
 * Cost: two keys at $1 a month, by the gigabyte kept, by the gigabyte copied.
 */
export class Backups extends PlatformComponent<BackupsTransform> {
  constructor(name: string, args: BackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "Backups", name, opts, args.transform);
    const { context, settings, types, transform } = args;
    const { retentionDays, copyTo, restoreTests } = settings;
    const common = { context, settings, transform };
    const own = new BackupVault(this.child("vault"), { ...common, retentionDays, notifies: true }, this.opts());
    const vaults = [own];
    if (copyTo) {
      const { region, retentionDays: copyDays = retentionDays } = copyTo;
      const copy = { ...common, region, retentionDays: copyDays, notifies: false };
      vaults.push(new BackupVault(this.child(`vault-${region}`), copy, this.opts()));
    }
    this.createPlan(args, vaults);
    new BackupNotices(this.child("notices"), { ...common, keyArn: own.keyArn }, this.opts());
    if (restoreTests && types.length) {
      const roleArn = this.createRole("restore", "AWSBackupServiceRolePolicyForRestores", context).arn;
      const tests = { context, tests: restoreTests, vaultArn: own.vault.arn, roleArn, types, transform };
      new RestoreTests(this.child("restore-tests"), tests, this.opts());
    }
    if (args.volumeSnapshots) new VolumeSnapshots(this.child("volumes"), common, this.opts());
    this.registerOutputs({});
  }

  private createPlan({ context, settings }: BackupsArgs, vaults: BackupVault[]): void {
    const role = this.createRole("backup", "AWSBackupServiceRolePolicyForBackup", context);
    const rules = { name: planName(context), rules: planRules(context, settings) };
    const plan = this.make("backupPlan", aws.backup.Plan, this.componentName, rules, { dependsOn: vaults });
    this.make("backupSelection", aws.backup.Selection, this.componentName, {
      name: "tagged",
      planId: plan.id,
      iamRoleArn: role.arn,
      ...selectionOf(context),
    });
  }

  /** https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html */
  private createRole(purpose: string, policy: string, context: PlatformContext): aws.iam.Role {
    const role = this.make("backupRole", aws.iam.Role, this.child(purpose), {
      name: boundedName(`${context.clusterName}-aws-${purpose}`, maxIamRoleName),
      description: `AWS Backup, to ${purpose} the data of ${context.clusterName}`,
      assumeRolePolicy: JSON.stringify(backupTrust(context)),
    });
    const policyArn = `arn:${context.partition}:iam::aws:policy/service-role/${policy}`;
    const attachment = { role: role.name, policyArn };
    this.make("backupRoleAttachment", aws.iam.RolePolicyAttachment, this.child(purpose), attachment);
    return role;
  }
}
