import type * as pulumi from "@pulumi/pulumi";
import { backupTag, backupValue, snapshotsValue } from "../shared/vocabulary";
import type { StorageClassSettings } from "./settings";

/** What a StorageClass object says beside its name, labels and annotations. */
export interface StorageClassSpec {
  provisioner: "ebs.csi.aws.com" | "efs.csi.aws.com";
  parameters: Record<string, pulumi.Input<string>>;
  reclaimPolicy: "Retain" | "Delete";
  volumeBindingMode: "WaitForFirstConsumer";
  allowVolumeExpansion: boolean;
  mountOptions?: string[];
}

/**
 * A class of EBS volumes. The volume is made where its first pod is placed, so that both are in one zone; from then on
 * its node affinity brings pods back to it.
 * Parameters: kubernetes-sigs/aws-ebs-csi-driver, docs/parameters.md.
 */
export function ebsClass(settings: StorageClassSettings, clusterName: string): StorageClassSpec {
  const { type, iops, throughput, kmsKeyArn, fsType } = settings;
  return {
    provisioner: "ebs.csi.aws.com",
    parameters: {
      type,
      encrypted: "true",
      "csi.storage.k8s.io/fstype": fsType,
      ...(iops === undefined ? {} : { iops: `${iops}` }),
      ...(throughput === undefined ? {} : { throughput: `${throughput}` }),
      ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
      // Above 64,000 the driver asks for the word; a volume of this kind mounts on Nitro instances only.
      ...(type === "io2" && (iops ?? 0) > 64_000 ? { blockExpress: "true" } : {}),
      // A tag of each volume: kubernetes-sigs/aws-ebs-csi-driver, docs/tagging.md.
      tagSpecification_1: `${backupTag}=${backupOf(settings, clusterName)}`,
    },
    ...common(settings),
  };
}

/**
 * A class of shared file volumes: each claim gets an access point of its own on one file system, with a directory that
 * no other claim can leave. Parameters: kubernetes-sigs/aws-efs-csi-driver, docs/README.md.
 */
export function efsClass(
  name: string,
  settings: StorageClassSettings,
  fileSystemId: pulumi.Input<string>,
): StorageClassSpec {
  const { userId, directoryPermissions = "770" } = settings.fileSystem ?? {};
  return {
    provisioner: "efs.csi.aws.com",
    parameters: {
      provisioningMode: "efs-ap",
      fileSystemId,
      directoryPerms: directoryPermissions,
      basePath: `/${name}`,
      ...(userId === undefined ? {} : { uid: `${userId}`, gid: `${userId}` }),
    },
    // The driver's default; said, so that it is seen in a review.
    mountOptions: ["tls"],
    ...common(settings),
  };
}

/** Value of the tag `backup` of what a class makes. */
export function backupOf({ backup, noBackup }: StorageClassSettings, clusterName: string): string {
  if (noBackup) return backupValue.none;
  return backup === "vault" ? backupValue.vault : snapshotsValue(clusterName);
}

function common({ reclaimPolicy, allowVolumeExpansion }: StorageClassSettings) {
  return { reclaimPolicy, volumeBindingMode: "WaitForFirstConsumer" as const, allowVolumeExpansion };
}
