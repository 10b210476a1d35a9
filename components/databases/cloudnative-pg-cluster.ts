import type * as k8s from "@pulumi/kubernetes";
import { placementOf } from "../app-service/pod/placement";
import type { PoolRef } from "../shared/refs";
import { apiServer } from "../shared/api-server";
import { archiveEgress, archivePlugins } from "./archive-plan";
import { label } from "../shared/vocabulary";
import { type CloudNativePgSettings, postgresPort } from "./settings";
import { type Client, clientPeers } from "./workload";

type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;

/** Ports of an instance: cloudnative-pg/cloudnative-pg v1.30, pkg/management/url/url.go. */
const statusPort = 8000;
const metricsPort = 9187;

/** Label of every pod of a cluster, its jobs included: docs/src/labels_annotations.md. */
export function clusterPods(name: string): Record<string, string> {
  return { "cnpg.io/cluster": name };
}

/** Secret with the owner's credentials: the one that is given, or what the operator makes (`ApplicationUserSecretSuffix`, api/v1/cluster_types.go). */
export function clusterSecret(name: string, { credentials }: Pick<CloudNativePgSettings, "credentials">): string {
  return credentials?.existingSecret ?? `${name}-app`;
}

/** What tells Prometheus to scrape the instances: docs/src/monitoring.md. The operator's own way is deprecated. */
export function clusterMonitorSpec(name: string) {
  return {
    selector: { matchLabels: clusterPods(name) },
    jobLabel: "cnpg.io/cluster",
    podTargetLabels: [label.team, label.costCenter, label.tier],
    podMetricsEndpoints: [{ port: "metrics" }],
  };
}

export interface ClusterPlan {
  settings: CloudNativePgSettings;
  image: string;
  /** Labels that the operator hands down to everything it makes. */
  labels: Record<string, string>;
  pool: PoolRef | undefined;
  /** Where it archives: the name of the database, and what its service account needs for its role. */
  archive?: { database: string; account: { metadata: { annotations: Record<string, string> } } } | undefined;
}

/**
 * Spec of a Cluster (postgresql.cnpg.io/v1; cloudnative-pg/cloudnative-pg v1.30, api/v1/cluster_types.go): what KP-28 wanted
 * of three plain replicas, which would have been three databases.
 */
export function clusterSpec(plan: ClusterPlan) {
  const { settings, image, labels, pool } = plan;
  const { instances, synchronous, database, user, storage, storageClass, resources, credentials } = settings;
  const { nodeSelector, tolerations } = placementOf(pool, []);
  return {
    instances,
    imageName: image,
    enableSuperuserAccess: false,
    enablePDB: true,
    primaryUpdateStrategy: "unsupervised",
    bootstrap: {
      initdb: {
        database,
        owner: user,
        dataChecksums: true,
        ...(credentials ? { secret: { name: credentials.existingSecret } } : {}),
      },
    },
    storage: { size: storage, ...(storageClass === undefined ? {} : { storageClass }) },
    resources,
    postgresql: synchronous ? { synchronous: { method: "any", number: synchronous, dataDurability: "preferred" } } : {},
    affinity: {
      enablePodAntiAffinity: true,
      // By node, because two instances on one node are one; over zones by the constraint below.
      topologyKey: label.hostname,
      podAntiAffinityType: "required",
      ...(nodeSelector ? { nodeSelector } : {}),
      ...(tolerations ? { tolerations } : {}),
    },
    inheritedMetadata: { labels },
    ...(plan.archive
      ? { plugins: archivePlugins(plan.archive.database), serviceAccountTemplate: plan.archive.account }
      : {}),
  };
}

/** Constraint that spreads the instances over zones. */
export function zoneSpread(name: string) {
  return [
    {
      maxSkew: 1,
      topologyKey: label.zone,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: clusterPods(name) },
    },
  ];
}

/** Where the traffic of a cluster comes from and goes to. */
export interface ClusterTraffic {
  name: string;
  clients: Client[];
  operatorNamespace: string | undefined;
  monitoringNamespace: string | undefined;
  /** Where the API server, which each instance asks all the time, has its interfaces. */
  vpcCidr: string;
  /** Whether it archives into a bucket. */
  archives?: boolean;
}

/** What the instances of a cluster may: hear clients, the operator and each other; call each other and the API server. */
export function clusterPolicy(traffic: ClusterTraffic): NetworkPolicySpec {
  const { name, clients, operatorNamespace, monitoringNamespace, vpcCidr, archives = false } = traffic;
  const own = { podSelector: { matchLabels: clusterPods(name) } };
  const of = (namespace: string) => ({ namespaceSelector: { matchLabels: { [label.namespaceName]: namespace } } });
  const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));
  return {
    podSelector: { matchLabels: clusterPods(name) },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [own, ...clientPeers(clients)], ports: tcp(postgresPort) },
      {
        from: [own, ...(operatorNamespace === undefined ? [] : [of(operatorNamespace)])],
        ports: tcp(statusPort, postgresPort),
      },
      ...(monitoringNamespace === undefined ? [] : [{ from: [of(monitoringNamespace)], ports: tcp(metricsPort) }]),
    ],
    egress: [
      {
        to: [{ ...of("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 53 },
        ],
      },
      { to: [own], ports: tcp(postgresPort, statusPort) },
      { to: apiServer(vpcCidr).map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(443) },
      ...(archives ? archiveEgress : []),
    ],
  };
}
