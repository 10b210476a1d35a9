import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { keyDeletionWindowDays } from "../cluster/encryption";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { transformed, type Transform } from "../shared/transform";
import { vaultKeyPolicy, vaultLock, vaultName } from "./backup-plan";
import type { BackupSettings } from "./settings";

/** Escape hatches of a vault. */
export interface BackupVaultTransform {
  key?: Transform<aws.kms.KeyArgs>;
  vault?: Transform<aws.backup.VaultArgs>;
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
  transform?: BackupVaultTransform | undefined;
}

/**
 * A vault of AWS Backup with a key of its own, a lock against early deletion, and protection against this program's own
 * destroy: it goes empty or not at all.
 *
 * Cost: $1 a month for the key, and by the gigabyte that is kept.
 */
export class BackupVault extends PlatformComponent {
  readonly keyArn: pulumi.Output<string>;
  readonly vault: aws.backup.Vault;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupVault", name, opts);
    const { context, settings, retentionDays, transform } = args;
    const region = args.region === undefined ? {} : { region: args.region };
    const key = this.createKey(args, region);
    this.keyArn = key.arn;
    this.vault = new aws.backup.Vault(
      this.componentName,
      transformed<aws.backup.VaultArgs>(
        { ...region, name: vaultName(context), kmsKeyArn: key.arn, forceDestroy: false },
        transform?.vault,
      ),
      this.opts({ protect: true }),
    );
    new aws.backup.VaultLockConfiguration(
      this.componentName,
      transformed<aws.backup.VaultLockConfigurationArgs>(
        { ...region, backupVaultName: this.vault.name, ...vaultLock(settings, retentionDays) },
        transform?.lock,
      ),
      this.opts(),
    );
    this.registerOutputs({ vaultArn: this.vault.arn });
  }

  private createKey({ context, notifies, transform }: BackupVaultArgs, region: { region?: string }): aws.kms.Key {
    const key = new aws.kms.Key(
      this.componentName,
      transformed<aws.kms.KeyArgs>(
        {
          ...region,
          description: `Encrypts the backups of ${context.clusterName}`,
          enableKeyRotation: true,
          deletionWindowInDays: keyDeletionWindowDays,
          policy: JSON.stringify(vaultKeyPolicy(context, notifies)),
        },
        transform?.key,
      ),
      this.opts({ protect: true }),
    );
    new aws.kms.Alias(
      this.componentName,
      { ...region, name: `alias/backup/${context.clusterName}`, targetKeyId: key.keyId },
      this.opts(),
    );
    return key;
  }
}
