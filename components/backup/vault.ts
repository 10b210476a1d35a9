import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { keyDeletionWindowDays } from "../cluster/encryption";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import { vaultKeyPolicy, vaultLock, vaultName } from "./backup-plan";
import type { BackupSettings } from "./settings";

/** Slots of the vaults: that of the stack, and that of the copies in another region. */
export interface BackupVaultTransform {
  /** Default: rotated each year; the account decides by IAM. */
  key?: Transform<aws.kms.KeyArgs>;
  /** Name of the key. Default: `alias/backup/` and the cluster's name. */
  keyAlias?: Transform<aws.kms.AliasArgs>;
  /** Default: never emptied by a destroy. */
  vault?: Transform<aws.backup.VaultArgs>;
  /** Default: `backup.lock` of the stack. */
  lock?: Transform<aws.backup.VaultLockConfigurationArgs>;
}

export interface BackupVaultArgs {
  context: PlatformContext;
  settings: BackupSettings;
  /** Another region than the stack's. */
  region?: string;
  /** Days that backups stay in it. */
  retentionDays: number;
  /** The key serves the notices, too. */
  notifies: boolean;
  transform?: BackupVaultTransform;
}

/**
 * A vault of AWS Backup with a key of its own, a lock against early deletion, and protection against this program's own
 * destroy: it goes empty or not at all.
 *
 * Cost: $1 a month for the key, and by the gigabyte that is kept.
 */
export class BackupVault extends PlatformComponent<BackupVaultTransform> {
  readonly keyArn: pulumi.Output<string>;
  readonly vault: aws.backup.Vault;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupVault", name, opts, args.transform);
    const { context, settings, retentionDays } = args;
    const region = { region: args.region };
    const key = this.createKey(args, region);
    this.keyArn = key.arn;
    const vault = { ...region, name: vaultName(context), kmsKeyArn: key.arn, forceDestroy: false };
    this.vault = this.make("vault", aws.backup.Vault, this.componentName, vault, { protect: true });
    this.make("lock", aws.backup.VaultLockConfiguration, this.componentName, {
      ...region,
      backupVaultName: this.vault.name,
      ...vaultLock(settings, retentionDays),
    });
    this.registerOutputs({ vaultArn: this.vault.arn });
  }

  private createKey({ context, notifies }: BackupVaultArgs, region: { region?: string }): aws.kms.Key {
    const args = {
      ...region,
      description: `Encrypts the backups of ${context.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: keyDeletionWindowDays,
      policy: JSON.stringify(vaultKeyPolicy(context, notifies)),
    };
    const key = this.make("key", aws.kms.Key, this.componentName, args, { protect: true });
    this.make("keyAlias", aws.kms.Alias, this.componentName, {
      ...region,
      name: `alias/backup/${context.clusterName}`,
      targetKeyId: key.keyId,
    });
    return key;
  }
}
