import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";

/**
 * The class that snapshots of EBS volumes are made by, and the default of its driver.
 * https://docs.aws.amazon.com/eks/latest/userguide/csi-snapshot-controller.html,
 * https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/
 *
 * @param deletionPolicy `Retain` keeps the snapshot in AWS, and its cost, when its object goes, with its namespace for
 *   example; `Delete` takes both.
 */
export function ebsSnapshotClass(context: PlatformContext, deletionPolicy: "Retain" | "Delete") {
  return {
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshotClass",
    metadata: {
      name: "ebs",
      labels: {
        ...commonLabels(context, { name: "volume-snapshot-class", component: "ebs" }),
        // The class that Velero takes: vmware-tanzu/velero, tag v1.18.1, site/content/docs/v1.18/csi.md.
        "velero.io/csi-volumesnapshot-class": "true",
      },
      annotations: {
        ...configPath("managedAddons.snapshots"),
        "snapshot.storage.kubernetes.io/is-default-class": "true",
      },
    },
    driver: "ebs.csi.aws.com",
    deletionPolicy,
  };
}
