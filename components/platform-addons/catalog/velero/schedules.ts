import type { AddonObject } from "../../addon";

/** When backups are made, and how long they are kept. */
interface ScheduleSettings {
  schedule: string;
  ttl: string;
}

/** Name of the storage location (KP-58). */
export const location = "aws-s3";

const policiesName = "velero-volume-policies";

/**
 * Drivers whose volumes have no snapshots: there is no VolumeSnapshotClass of theirs, without which a backup leaves the
 * claim and its pods out and ends as PartiallyFailed (velero v1.18.1, pkg/util/csi/volume_snapshot.go,
 * GetVolumeSnapshotClass). Files on EFS are in the vault of AWS Backup.
 */
export const withoutSnapshots = ["efs.csi.aws.com"] as const;

/** What a backup does with volumes: velero v1.18.1, internal/resourcepolicies. The objects are backed up in any case. */
export function volumePolicies(namespace: string): AddonObject {
  const rules = withoutSnapshots.map(
    (driver) => `- conditions:\n    csi:\n      driver: ${driver}\n  action:\n    type: skip\n`,
  );
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: policiesName, namespace },
    body: { data: { "policies.yaml": `version: v1\nvolumePolicies:\n${rules.join("")}` } },
  };
}

/** velero.io/v1, kind Schedule: vmware-tanzu/velero, tag v1.18.1, site/content/docs/v1.18/api-types/schedule.md */
export function schedule(
  namespace: string,
  scheduleName: string,
  settings: ScheduleSettings,
  template: Record<string, unknown>,
): AddonObject {
  return {
    apiVersion: "velero.io/v1",
    kind: "Schedule",
    metadata: { name: scheduleName, namespace },
    setting: "schedule",
    body: {
      spec: {
        schedule: settings.schedule,
        // A fresh cluster has something to restore before its first night.
        skipImmediately: false,
        template: {
          ...template,
          storageLocation: location,
          ttl: `${settings.ttl}0m0s`,
          resourcePolicy: { kind: "configmap", name: policiesName },
        },
      },
    },
  };
}

/** The private keys, and nothing else of their namespace: each carries the label. */
export function keysSchedule(namespace: string, settings: ScheduleSettings, of: string): AddonObject {
  return schedule(namespace, "sealed-secrets-keys", settings, {
    includedNamespaces: [of],
    includedResources: ["secrets"],
    labelSelector: { matchLabels: { "platform/backup": "sealed-secrets" } },
    snapshotVolumes: false,
  });
}
