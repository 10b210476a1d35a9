import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type IdentityMode, WorkloadIdentity, type WorkloadIdentityTransform } from "../identity/workload-identity";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Grant } from "../shared/grant";
import type { NamespaceRef, PoolRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import {
  clusterMonitorSpec,
  clusterPods,
  clusterPolicy,
  clusterSecret,
  clusterSpec,
  zoneSpread,
} from "./cloudnative-pg-cluster";
import { existingMount } from "./credentials";
import { archivePolicy, objectStoreSpec, scheduledBackupSpec } from "./archive-plan";
import type { DatabasePair } from "./pair";
import { postgresGrant } from "./grant";
import { outsideOfMesh } from "./mesh";
import type { CloudNativePgSettings } from "./settings";
import { type Client, databaseLabels, databaseMetadata } from "./workload";

/** Slots of a database of CloudNativePG. */
export interface CloudNativePgTransform {
  /** Cluster of CloudNativePG. Default: `databases.<name>` of the stack, its instances spread over the zones. */
  cluster?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Network policy of the database's pods. Default: the services that use it, the operator, Prometheus, each other. */
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  /** PodMonitor of CloudNativePG. Default: the exporter of each instance. */
  monitor?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** ObjectStore of Barman. Default: bucket and retention of `archive`. */
  archive?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** ScheduledBackup of CloudNativePG. Default: time of `archive`. */
  backups?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Role of what reads credentials, or archives. Default: the secret of the database, or its folder in the bucket. */
  identity?: WorkloadIdentityTransform;
}

export interface CloudNativePgDatabaseArgs {
  context: PlatformContext;
  /** Name of the database; that of its Cluster. */
  database: string;
  settings: CloudNativePgSettings;
  image: string;
  namespace: NamespaceRef;
  pool: PoolRef | undefined;
  /** Services that use it. */
  clients: Client[];
  operatorNamespace: string | undefined;
  monitoringNamespace: string | undefined;
  vpcCidr: string;
  pair: DatabasePair;
  /** How instances that archive get AWS credentials. */
  identity: { mode: IdentityMode; oidcIssuer?: pulumi.Input<string> };
  transform?: CloudNativePgTransform;
}

/**
 * PostgreSQL with standbys, run by the operator CloudNativePG: a Cluster, its network policy and its metrics. The operator makes pods,
 * volumes, Services (`<name>-rw` is the primary), a budget, and the Secret with the owner's credentials.
 *
 * Deleting the Cluster deletes its volumes, so it is protected. Cost: a volume for each instance, and what they request.
 */
export class CloudNativePgDatabase extends PlatformComponent<CloudNativePgTransform> {
  /** What a service gets that uses it. */
  readonly grant: Grant;

  constructor(name: string, args: CloudNativePgDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "CloudNativePgDatabase", name, opts, args.transform);
    const { database, settings, namespace } = args;
    const policy = this.createNetworkPolicy(args);
    const role = settings.archive ? this.createRole(args, settings.archive) : undefined;
    const store = settings.archive ? [this.createStore(args, settings.archive)] : [];
    const cluster = this.createCluster(args, role, [policy, ...(role ? [role] : []), ...store]);
    if (settings.archive) this.createBackups(args, settings.archive, cluster);
    this.createMonitor(args);

    const host = `${database}-rw.${namespace.name}.svc.cluster.local`;
    const mount = existingMount(database, clusterSecret(database, settings));
    const egress = { pods: { namespace: namespace.name, labels: clusterPods(database) } };
    this.grant = postgresGrant({ database, name: settings.database, host, mount, statements: [], egress, tls: true });
    this.registerOutputs({ host });
  }

  private createNetworkPolicy(args: CloudNativePgDatabaseArgs): pulumi.Resource {
    const { context, database, namespace, clients, operatorNamespace, monitoringNamespace, vpcCidr } = args;
    const archives = args.settings.archive !== undefined;
    const policy = {
      metadata: databaseMetadata(context, namespace, database),
      spec: clusterPolicy({ name: database, clients, operatorNamespace, monitoringNamespace, vpcCidr, archives }),
    };
    return this.make("networkPolicy", k8s.networking.v1.NetworkPolicy, this.componentName, policy);
  }

  /** The operator makes the service account, with the name of the Cluster. */
  private createRole(args: CloudNativePgDatabaseArgs, archive: Archive) {
    const { context, database, namespace, identity } = args;
    return new WorkloadIdentity(
      this.child("identity"),
      {
        context,
        namespace: namespace.name,
        serviceAccount: database,
        ...identity,
        policy: archivePolicy(context, database, archive),
        transform: args.transform?.identity,
      },
      this.opts(),
    );
  }

  private createStore({ context, database, namespace }: CloudNativePgDatabaseArgs, archive: Archive): pulumi.Resource {
    const store = {
      apiVersion: "barmancloud.cnpg.io/v1",
      kind: "ObjectStore",
      metadata: databaseMetadata(context, namespace, database),
      spec: objectStoreSpec(context, database, archive),
    };
    return this.make("archive", k8s.apiextensions.CustomResource, this.child("archive"), store);
  }

  private createBackups(
    { context, database, namespace, pair }: CloudNativePgDatabaseArgs,
    archive: Archive,
    cluster: pulumi.Resource,
  ): void {
    const backups = {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "ScheduledBackup",
      metadata: databaseMetadata(context, namespace, database),
      spec: { ...scheduledBackupSpec(database, archive), suspend: pair.standby },
    };
    this.make("backups", k8s.apiextensions.CustomResource, this.child("backups"), backups, { dependsOn: [cluster] });
  }

  private createCluster(
    args: CloudNativePgDatabaseArgs,
    role: WorkloadIdentity | undefined,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource {
    const { context, database, settings, image, namespace, pool, pair } = args;
    const labels = {
      ...databaseLabels(context, namespace, database),
      ...(namespace.mesh === "istio" ? outsideOfMesh : {}),
    };
    const archive = role && { database, account: { metadata: { annotations: role.serviceAccountAnnotations } } };
    const cluster = {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: databaseMetadata(context, namespace, database, database, pair.standby ? hibernated : {}),
      spec: {
        ...clusterSpec({ settings, image, labels, pool, archive }),
        topologySpreadConstraints: zoneSpread(database),
      },
    };
    return this.make("cluster", k8s.apiextensions.CustomResource, this.componentName, cluster, {
      protect: true,
      dependsOn,
    });
  }

  /** Registers it, where something scrapes. */
  private createMonitor({ context, database, namespace, monitoringNamespace }: CloudNativePgDatabaseArgs): void {
    if (monitoringNamespace === undefined) return;
    const monitor = {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: databaseMetadata(context, namespace, database),
      spec: clusterMonitorSpec(database),
    };
    this.make("monitor", k8s.apiextensions.CustomResource, this.child("monitor"), monitor);
  }
}

type Archive = NonNullable<CloudNativePgSettings["archive"]>;

/** Volumes without pods: https://cloudnative-pg.io/documentation/current/declarative_hibernation/ */
const hibernated = { "cnpg.io/hibernation": "on" };
