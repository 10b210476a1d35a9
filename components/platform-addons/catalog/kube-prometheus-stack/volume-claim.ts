/** Template of the claim of each pod of a StatefulSet, in the form that the operator takes. */
export function volumeClaim(storageClassName: string, storage: string) {
  return {
    volumeClaimTemplate: {
      spec: { storageClassName, accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
    },
  };
}
