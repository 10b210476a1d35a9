import type { PlatformContext } from "../shared/context";
import { boundedName } from "../shared/naming";
import { cachePort, type CacheSettings } from "./settings";

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html, ReplicationGroupId */
const maxId = 40;

/** Id of the group, and so the first part of its host name. */
export function cacheId(context: PlatformContext, cache: string): string {
  return boundedName(`${context.clusterName}-${cache}`, maxId);
}

/** Name of the secret with its password. */
export function cacheSecretName(context: PlatformContext, cache: string): string {
  return `${context.clusterName}/caches/${cache}`;
}

/** Everything of the group that is plain; groups and the password are added by the component. */
export function replicationGroupArgs(context: PlatformContext, cache: string, settings: CacheSettings) {
  const { replicas, snapshotRetentionDays, kmsKeyArn } = settings;
  const id = cacheId(context, cache);
  return {
    replicationGroupId: id,
    description: `Cache ${cache} of ${context.clusterName}`,
    engine: settings.engine,
    engineVersion: settings.version,
    nodeType: settings.nodeType,
    numCacheClusters: replicas + 1,
    automaticFailoverEnabled: replicas > 0,
    multiAzEnabled: replicas > 0,
    port: cachePort,
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
    snapshotRetentionLimit: snapshotRetentionDays,
    snapshotWindow: settings.snapshotWindow,
    ...(snapshotRetentionDays > 0 ? { finalSnapshotIdentifier: `${id}-final` } : {}),
    maintenanceWindow: settings.maintenanceWindow,
    autoMinorVersionUpgrade: true,
    // A failover or a new node type waits for the maintenance window.
    applyImmediately: false,
    tags: { Name: id },
  };
}
