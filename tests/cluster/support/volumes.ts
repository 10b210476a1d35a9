import type { Api, KubeObject } from "./api";
import { StandIn } from "./stand-in";

const selectedNode = "volume.kubernetes.io/selected-node";
const zoneLabel = "topology.kubernetes.io/zone";

/**
 * Stands for the CSI drivers: gives every claim that waits for its first consumer a volume in the zone of the node that
 * the scheduler chose, as EBS does. Volumes of a shared file system have no zone.
 */
export class VolumeBinder extends StandIn {
  private readonly made = new Set<string>();

  constructor(private readonly api: Api) {
    super();
  }

  protected async round(): Promise<void> {
    const claims = await this.api.list("v1", "PersistentVolumeClaim");
    const waiting = claims.filter(({ metadata, spec }) => !spec.volumeName && !this.made.has(metadata.uid as string));
    if (waiting.length === 0) return;
    const classes = await this.api.list("storage.k8s.io/v1", "StorageClass");
    const nodes = await this.api.list("v1", "Node");
    for (const claim of waiting) {
      const storageClass = classes.find(({ metadata }) => metadata.name === claim.spec.storageClassName);
      const node = nodes.find(({ metadata }) => metadata.name === claim.metadata.annotations?.[selectedNode]);
      if (!storageClass || (!node && storageClass.volumeBindingMode === "WaitForFirstConsumer")) continue;
      const zone = node?.metadata.labels[zoneLabel] as string | undefined;
      await this.api.create(
        volumeFor(claim, storageClass, storageClass.provisioner === "efs.csi.aws.com" ? undefined : zone),
      );
      this.made.add(claim.metadata.uid as string);
    }
  }
}

function volumeFor(claim: KubeObject, storageClass: KubeObject, zone: string | undefined): KubeObject {
  const { name, namespace, uid } = claim.metadata;
  const terms = [{ matchExpressions: [{ key: zoneLabel, operator: "In", values: [zone] }] }];
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `pvc-${String(uid)}` },
    spec: {
      capacity: { storage: claim.spec.resources.requests.storage as string },
      accessModes: claim.spec.accessModes as string[],
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy as string,
      storageClassName: storageClass.metadata.name,
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      csi: { driver: storageClass.provisioner as string, volumeHandle: `vol-${String(uid)}` },
      ...(zone === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
    },
  };
}
