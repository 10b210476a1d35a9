import type { AdmissionDefaults } from "../components/admission/settings";
import type { BackupDefaults } from "../components/backup/settings";
import type { ServiceDefaults } from "../components/app-service/settings";
import type { CacheDefaults } from "../components/caches/settings";
import type { DatabaseDefaults } from "../components/databases/settings";
import type { ClusterDefaults } from "../components/cluster/settings";
import type { ManagedAddonsDefaults } from "../components/managed-addons/settings";
import type { NodePoolsDefaults } from "../components/node-pools/settings";
import type { GatewayDefaults } from "../components/gateways/settings";
import type { NamespaceDefaults } from "../components/namespaces/settings";
import type { NetworkDefaults } from "../components/network/settings";
import type { ObservabilityDefaults } from "../components/observability/settings";
import type { AddonDefaults } from "../components/platform-addons/common-settings";
import type { StorageDefaults } from "../components/storage/settings";
import type { CostDefaults } from "./cost-settings";
import { namespaceBounds } from "./namespace-bounds";
import { postgresImages as images } from "../components/databases/images";
import { sizes } from "./sizes";
import { defaultKubernetesVersion } from "./versions";

/** Names of the tiers, strictest first. */
export const tierNames = ["production", "staging", "development"] as const;

export type TierName = (typeof tierNames)[number];

/** Everything that a tier decides when a stack does not. */
export interface Tier {
  network: NetworkDefaults;
  cluster: ClusterDefaults;
  managedAddons: ManagedAddonsDefaults;
  nodePools: NodePoolsDefaults;
  storageClasses: StorageDefaults;
  namespaces: NamespaceDefaults;
  admission: AdmissionDefaults;
  gateways: GatewayDefaults;
  addons: AddonDefaults;
  observability: ObservabilityDefaults;
  databases: DatabaseDefaults;
  caches: CacheDefaults;
  backups: BackupDefaults;
  services: ServiceDefaults;
  cost: CostDefaults;
}

/**
 * The tiers side by side: what differs between production and the rest is this table and nothing else. A stack
 * overrides any value in its YAML; `platform:tier` chooses the column.
 */
export const tiers: Record<TierName, Tier> = {
  production: {
    network: { nat: "one-per-zone", flowLogRetentionDays: 90 },
    cluster: { version: defaultKubernetesVersion, logRetentionDays: 90, deletionProtection: true },
    managedAddons: { dnsMinReplicas: 3 },
    nodePools: { diskGiB: 80, repair: true, updatePercentage: 33 },
    storageClasses: { reclaimPolicy: "Retain" },
    namespaces: namespaceBounds.production,
    admission: { mode: "deny" },
    gateways: { deletionProtection: true, accessLogs: true },
    addons: { replicas: 2 },
    observability: { prometheusReplicas: 2, alertmanagerReplicas: 3, lokiReplicas: 3, collectorReplicas: 2 },
    databases: {
      images,
      multiAz: true,
      backupRetentionDays: 30,
      deletionProtection: true,
      instanceClass: "db.m7g.large",
    },
    caches: { nodeType: "cache.t4g.small", replicas: 1, snapshotRetentionDays: 30 },
    backups: { retentionDays: 30 },
    services: { size: "small", sizes, scaling: { min: 3, max: 6 } },
    cost: { spotDiscount: 0.5 },
  },
  staging: {
    network: { nat: "one", flowLogRetentionDays: 30 },
    cluster: { version: defaultKubernetesVersion, logRetentionDays: 30, deletionProtection: false },
    managedAddons: { dnsMinReplicas: 2 },
    nodePools: { diskGiB: 50, repair: true, updatePercentage: 50 },
    storageClasses: { reclaimPolicy: "Delete" },
    namespaces: namespaceBounds.staging,
    admission: { mode: "deny" },
    gateways: { deletionProtection: false, accessLogs: false },
    addons: { replicas: 1 },
    observability: { prometheusReplicas: 1, alertmanagerReplicas: 1, lokiReplicas: 1, collectorReplicas: 1 },
    databases: {
      images,
      multiAz: false,
      backupRetentionDays: 7,
      deletionProtection: false,
      instanceClass: "db.t4g.medium",
    },
    caches: { nodeType: "cache.t4g.micro", replicas: 0, snapshotRetentionDays: 7 },
    backups: { retentionDays: 14 },
    services: { size: "small", sizes, scaling: { min: 2, max: 4 } },
    cost: { spotDiscount: 0.5 },
  },
  development: {
    network: { nat: "one", flowLogRetentionDays: 7 },
    cluster: { version: defaultKubernetesVersion, logRetentionDays: 7, deletionProtection: false },
    managedAddons: { dnsMinReplicas: 2 },
    nodePools: { diskGiB: 50, repair: true, updatePercentage: 50 },
    storageClasses: { reclaimPolicy: "Delete" },
    namespaces: namespaceBounds.development,
    admission: { mode: "warn" },
    gateways: { deletionProtection: false, accessLogs: false },
    addons: { replicas: 1 },
    observability: { prometheusReplicas: 1, alertmanagerReplicas: 1, lokiReplicas: 1, collectorReplicas: 1 },
    databases: {
      images,
      multiAz: false,
      backupRetentionDays: 1,
      deletionProtection: false,
      instanceClass: "db.t4g.micro",
    },
    caches: { nodeType: "cache.t4g.micro", replicas: 0, snapshotRetentionDays: 0 },
    backups: { retentionDays: 7 },
    services: { size: "small", sizes, scaling: { min: 1, max: 2 } },
    cost: { spotDiscount: 0.5 },
  },
};
