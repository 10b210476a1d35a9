/**
 * Inputs by whose change the Kubernetes provider replaces an object instead of updating it, by kind. `metadata.name` and
 * `metadata.namespace` replace an object of any kind.
 *
 * Source: pulumi-kubernetes, provider/pkg/provider/diff.go, `forceNew` (v4.0.0-20260115033456-f47bc2d6f199), for the kinds
 * of stable API versions. Secrets and ConfigMaps are replaced by new data because this program's provider leaves
 * `enableSecretMutable` and `enableConfigMapMutable` at their default, false.
 */
const forceNew: Record<string, string[]> = {
  "apps/v1:DaemonSet": ["spec.selector"],
  "apps/v1:Deployment": ["spec.selector"],
  "apps/v1:StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "core/v1:ConfigMap": ["binaryData", "data"],
  "core/v1:PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "core/v1:ResourceQuota": ["spec.scopes"],
  "core/v1:Secret": ["data", "stringData", "type"],
  "core/v1:Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
  "storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
};

/** Which of some changed paths replace an object of a type such as `kubernetes:apps/v1:Deployment`. */
export function kubernetesReplacing(type: string, changed: string[]): string[] {
  const kind = type.slice("kubernetes:".length);
  const paths = ["metadata.name", "metadata.namespace", ...(forceNew[kind] ?? [])];
  return paths.filter((path) =>
    changed.some((one) => one === path || one.startsWith(`${path}.`) || one.startsWith(`${path}[`)),
  );
}
