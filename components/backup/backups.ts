import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import { transformed, type Transform } from "../shared/transform";
import { BackupNotices, type BackupNoticesTransform } from "./backup-notices";
import { backupTrust, planRules, selectionOf } from "./backup-plan";
import { RestoreTests, type RestoreTestsTransform, type StoreType } from "./restore-tests";
import type { BackupSettings } from "./settings";
import { BackupVault, type BackupVaultTransform } from "./vault";
import { VolumeSnapshots, type VolumeSnapshotsTransform } from "./volume-snapshots";

/** Escape hatches of the backups. */
export interface BackupsTransform
  extends BackupVaultTransform, BackupNoticesTransform, RestoreTestsTransform, VolumeSnapshotsTransform {
  /** The plan of backups; `plan` is that of the restore tests. */
  backupPlan?: Transform<aws.backup.PlanArgs>;
  backupSelection?: Transform<aws.backup.SelectionArgs>;
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
export class Backups extends PlatformComponent {
  constructor(name: string, args: BackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "Backups", name, opts);
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

  private createPlan({ context, settings, transform }: BackupsArgs, vaults: BackupVault[]): void {
    const role = this.createRole("backup", "AWSBackupServiceRolePolicyForBackup", context);
    const plan = new aws.backup.Plan(
      this.componentName,
      transformed<aws.backup.PlanArgs>(
        { name: context.clusterName, rules: planRules(context, settings) },
        transform?.backupPlan,
      ),
      this.opts({ dependsOn: vaults }),
    );
    new aws.backup.Selection(
      this.componentName,
      transformed<aws.backup.SelectionArgs>(
        { name: "tagged", planId: plan.id, iamRoleArn: role.arn, ...selectionOf(context) },
        transform?.backupSelection,
      ),
      this.opts(),
    );
  }

  /** https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html */
  private createRole(purpose: string, policy: string, context: PlatformContext): aws.iam.Role {
    const role = new aws.iam.Role(
      this.child(purpose),
      {
        name: boundedName(`${context.clusterName}-aws-${purpose}`, maxIamRoleName),
        description: `AWS Backup, to ${purpose} the data of ${context.clusterName}`,
        assumeRolePolicy: JSON.stringify(backupTrust(context)),
      },
      this.opts(),
    );
    const policyArn = `arn:${context.partition}:iam::aws:policy/service-role/${policy}`;
    new aws.iam.RolePolicyAttachment(this.child(purpose), { role: role.name, policyArn }, this.opts());
    return role;
  }
}
