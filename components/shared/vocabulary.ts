/**
 * Every label, annotation, taint and port name that the platform writes, in one place.
 *
 * The policy pack repeats the keys it reads (it is published alone and imports nothing from here); a test pins the two
 * lists equal.
 */

/** Labels that Kubernetes recommends for every object: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const label = {
  name: "app.kubernetes.io/name",
  instance: "app.kubernetes.io/instance",
  component: "app.kubernetes.io/component",
  partOf: "app.kubernetes.io/part-of",
  managedBy: "app.kubernetes.io/managed-by",
  version: "app.kubernetes.io/version",
  /** Team that owns the object; alerts are routed and costs are shared by it. */
  team: "platform/team",
  /** Accounting unit of the object, the same value as the AWS tag `cost-center`. */
  costCenter: "platform/cost-center",
  /** Node pool of a node. Set on every node of a pool, and used by `pool:` of a service. */
  pool: "platform/pool",
  /** Tier of pods inside a namespace: frontend, backend, database. */
  tier: "platform/tier",
  /** What kind of data an object holds; backups select by it. */
  backup: "platform/backup",
  /** Set by Kubernetes on every namespace with the namespace's name; network policies select by it. */
  namespaceName: "kubernetes.io/metadata.name",
  /** Set on a Gateway that another one stands before; DNS records of its routes lead to that one. */
  behind: "platform/behind",
  /**
   * Set to `enabled` on a namespace, has the load balancer controller hold a pod unready until the load balancer finds it
   * healthy: kubernetes-sigs/aws-load-balancer-controller, docs/deploy/pod_readiness_gate.md
   */
  readinessGate: "elbv2.k8s.aws/pod-readiness-gate-inject",
  zone: "topology.kubernetes.io/zone",
  hostname: "kubernetes.io/hostname",
  arch: "kubernetes.io/arch",
} as const;

/** Pod Security admission labels: https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export const podSecurityLabel = {
  enforce: "pod-security.kubernetes.io/enforce",
  enforceVersion: "pod-security.kubernetes.io/enforce-version",
  audit: "pod-security.kubernetes.io/audit",
  auditVersion: "pod-security.kubernetes.io/audit-version",
  warn: "pod-security.kubernetes.io/warn",
  warnVersion: "pod-security.kubernetes.io/warn-version",
} as const;

export const annotation = {
  /** Path of the stack config that produced the object, for example `services.api`. Findings point to it. */
  configPath: "platform/config-path",
  /**
   * Exempts one object from one rule: `platform/waive.<rule>: "<reason> until <yyyy-mm-dd>"`.
   * The preview lists every waiver; an expired one is a violation.
   */
  waivePrefix: "platform/waive.",
  /** Why an opt-out of a guard was chosen, in the words of the stack config. */
  reason: "platform/reason",
  /** Changes when the ConfigMap of a service changes, so that its pods roll. */
  configChecksum: "platform/config-checksum",
  /** Seconds that Pulumi waits for an object to become ready (pulumi-kubernetes). */
  pulumiTimeout: "pulumi.com/timeoutSeconds",
  pulumiSkipAwait: "pulumi.com/skipAwait",
  /** Takes fields of other managers at an update (pulumi-kubernetes). */
  pulumiPatchForce: "pulumi.com/patchForce",
} as const;

/** AWS tag of what holds data; its value says who makes copies of it. */
export const backupTag = "backup";

/** Values of the tag `backup`: by AWS Backup's plan, or by nobody. Volumes of a class may have snapshots of their own. */
export const backupValue = { vault: "vault", none: "none" } as const;

/** Value of the tag `backup` on volumes that have daily snapshots instead; with the cluster, because a policy reads one tag. */
export function snapshotsValue(clusterName: string): string {
  return `snapshots-${clusterName}`;
}

/** Value of `app.kubernetes.io/managed-by` on everything the program makes. */
export const managedBy = "pulumi";

/** Names of container ports; network policies and monitors refer to ports by these. */
export const portName = {
  http: "http",
  metrics: "metrics",
} as const;

/** The platform's roles for people and tools, which are also the names of their Kubernetes groups (SS-49 to SS-52). */
export const platformRoles = ["platform-admin", "platform-developer", "platform-viewer", "monitoring-reader"] as const;

export type PlatformRoleName = (typeof platformRoles)[number];
