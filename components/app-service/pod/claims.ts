import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceOwner } from "../owner";
import type { ServiceSettings } from "../settings";

/** Name of the claim of a shared volume: that of the service that has it. */
export function claimName(service: string, volume: string, { from }: ServiceSettings["volumes"][string]): string {
  return `${from ?? service}-${volume}`;
}

/** Claims of the volumes that are the service's own; those of others are theirs. */
export function createClaims(owner: ServiceOwner): pulumi.Resource[] {
  const { settings } = owner.args;
  return Object.entries(settings.volumes)
    .filter(([, { from }]) => from === undefined)
    .map(([volume, one]) => {
      const claim = {
        metadata: owner.metadata(claimName(owner.name, volume, one)),
        spec: {
          // Pods of one service are on several nodes.
          accessModes: ["ReadWriteMany"],
          storageClassName: one.storageClass,
          resources: { requests: { storage: one.size } },
        },
      };
      return owner.make("volumeClaim", k8s.core.v1.PersistentVolumeClaim, owner.child(`volume-${volume}`), claim);
    });
}
