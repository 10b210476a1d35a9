import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { sidecarAnnotations } from "../app-service/mesh/sidecar";
import type { BucketSettings } from "../buckets/settings";
import { policyDocument } from "../identity/policy-document";
import { type IdentityMode, WorkloadIdentity, type WorkloadIdentityTransform } from "../identity/workload-identity";
import { className, needsDriver, providerClassSpec } from "../secrets/provider-class";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Grant, SecretMount } from "../shared/grant";
import type { NamespaceRef, PoolRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { annotation } from "../shared/vocabulary";
import { Credentials, type CredentialsTransform, existingMount, managedMount, readByName } from "./credentials";
import { DatabaseDumps, type DatabaseDumpsTransform } from "./database-dumps";
import { dumpName } from "./dump-plan";
import type { DatabasePair } from "./pair";
import { postgresGrant } from "./grant";
import { databaseAuthorization } from "./mesh";
import { postgresPort, type StatefulSetSettings } from "./settings";
import { databaseServiceSpec, headlessName, statefulSetPolicy, statefulSetSpec } from "./stateful-set";
import { type Client, databaseLabels, databaseMetadata } from "./workload";

/** Slots of a database in the cluster. */
export interface StatefulSetDatabaseTransform extends DatabaseDumpsTransform, CredentialsTransform {
  /** Default: one hardened pod with `databases.<name>.storage`, which stays when the StatefulSet goes. */
  statefulSet?: Transform<k8s.apps.v1.StatefulSetArgs>;
  /** Called for both Services. Default: ClusterIP, and one without an address for the StatefulSet. */
  service?: Transform<k8s.core.v1.ServiceArgs>;
  /** Default: without a token. */
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  /** Network policy of the database's pods. Default: the services that use it, the operator, Prometheus, each other. */
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  /** Default: user name and password, as files. */
  secretProviderClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** AuthorizationPolicy of the mesh. Default: the services that use it, each by its identity. */
  authorization?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Role of what reads credentials, or archives. Default: the secret of the database, or its folder in the bucket. */
  identity?: WorkloadIdentityTransform;
}

export interface StatefulSetDatabaseArgs {
  context: PlatformContext;
  /** Name of the database; that of its objects. */
  database: string;
  settings: StatefulSetSettings;
  image: string;
  namespace: NamespaceRef;
  pool: PoolRef | undefined;
  /** Services that use it. */
  clients: Client[];
  identity: IdentityMode;
  oidcIssuer?: pulumi.Input<string>;
  pair: DatabasePair;
  /** What dumps are made with, where the settings ask for some. */
  dumps?: { bucket: BucketSettings; awsImage: string } | undefined;
  transform?: StatefulSetDatabaseTransform;
}

/**
 * PostgreSQL with one pod: a StatefulSet, its Services, its network policy, and its credentials as files.
 *
 * The volume stays when everything else goes. Cost: its volume by the gigabyte, $0.40 a month for the secret.
 */
export class StatefulSetDatabase extends PlatformComponent<StatefulSetDatabaseTransform> {
  /** What a service gets that uses it. */
  readonly grant: Grant;

  constructor(name: string, given: StatefulSetDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "StatefulSetDatabase", name, opts, given.transform);
    const { context, database, settings, namespace } = given;
    const dumper = settings.dumps ? [{ name: dumpName(database), namespace: namespace.name }] : [];
    const args = { ...given, clients: [...given.clients, ...dumper] };
    const { primary = context } = args.pair;
    const secretName = `${primary.clusterName}/databases/${database}`;
    const existing = settings.credentials?.existingSecret;
    const mount = existing === undefined ? managedMount(database, secretName) : existingMount(database, existing);
    const statements = existing === undefined ? [readByName(context, secretName)] : [];

    const { before, annotations } =
      existing === undefined
        ? this.createCredentials(args, secretName, mount, statements)
        : { before: [], annotations: {} };
    const account = this.createServiceAccount(args, annotations, before);
    const policy = this.createNetworkPolicy(args);
    this.createAuthorization(args);
    this.createServices(args);
    this.createStatefulSet(args, mount, [...before, account, policy]);

    const host = `${database}.${namespace.name}.svc.cluster.local`;
    const egress = { pods: { namespace: namespace.name, labels: databasePods(database) } };
    if (settings.dumps && args.dumps) {
      const { bucket, awsImage } = args.dumps;
      const plan = { ...args, dumps: settings.dumps, bucket, awsImage, host, credentials: mount, statements };
      new DatabaseDumps(this.child("dumps"), { ...plan, standby: args.pair.standby }, this.opts());
    }
    // The image has no certificate; in a mesh the proxies encrypt.
    this.grant = postgresGrant({ database, name: settings.database, host, mount, statements, egress, tls: false });
    this.registerOutputs({ host });
  }

  /** Secret, the role that reads it, the class that mounts it, and what the service account must carry. */
  private createCredentials(
    args: StatefulSetDatabaseArgs,
    secretName: string,
    mount: SecretMount,
    statements: Grant["statements"],
  ): { before: pulumi.Resource[]; annotations: Record<string, string> } {
    const { context, database, settings, namespace, identity, oidcIssuer } = args;
    const { primary, replicaRegion } = args.pair;
    // The data is the primary stack's, and so is the password.
    const made = primary
      ? []
      : [
          new Credentials(
            this.child("credentials"),
            {
              context,
              secretName,
              user: settings.user,
              description: `Credentials of database ${database}`,
              replicaRegion,
              transform: args.transform,
            },
            this.opts(),
          ).version,
        ];
    const role = new WorkloadIdentity(
      this.child("identity"),
      {
        context,
        namespace: namespace.name,
        serviceAccount: database,
        mode: identity,
        policy: policyDocument(...statements),
        oidcIssuer,
        transform: args.transform?.identity,
      },
      this.opts(),
    );
    return {
      before: [...made, role, ...this.createClass(args, mount)],
      annotations: role.serviceAccountAnnotations,
    };
  }

  private createClass(args: StatefulSetDatabaseArgs, mount: SecretMount): pulumi.Resource[] {
    if (!needsDriver(mount)) return [];
    const { context, database, namespace, identity } = args;
    const object = {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: databaseMetadata(context, namespace, database, className(database, mount)),
      spec: providerClassSpec(mount, { workload: database, region: context.region, identity }),
    };
    return [this.make("secretProviderClass", k8s.apiextensions.CustomResource, this.child("secret-class"), object)];
  }

  private createServiceAccount(
    { context, database, namespace }: StatefulSetDatabaseArgs,
    annotations: Record<string, string>,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource {
    const account = {
      metadata: databaseMetadata(context, namespace, database, database, annotations),
      automountServiceAccountToken: false,
    };
    return this.make("serviceAccount", k8s.core.v1.ServiceAccount, this.componentName, account, { dependsOn });
  }

  private createNetworkPolicy(args: StatefulSetDatabaseArgs): pulumi.Resource {
    const { context, database, namespace, clients } = args;
    const policy = {
      metadata: databaseMetadata(context, namespace, database),
      spec: statefulSetPolicy(database, clients),
    };
    return this.make("networkPolicy", k8s.networking.v1.NetworkPolicy, this.componentName, policy);
  }

  /** Who may call it, where its namespace is in the mesh. */
  private createAuthorization({ context, database, namespace, clients }: StatefulSetDatabaseArgs): void {
    const spec = namespace.mesh === "istio" ? databaseAuthorization(database, clients) : undefined;
    if (!spec) return;
    const metadata = databaseMetadata(context, namespace, database);
    const authorization = { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata, spec };
    this.make("authorization", k8s.apiextensions.CustomResource, this.componentName, authorization);
  }

  private createServices({ context, database, namespace }: StatefulSetDatabaseArgs): void {
    for (const headless of [false, true]) {
      const service = {
        metadata: databaseMetadata(context, namespace, database, headless ? headlessName(database) : database),
        spec: databaseServiceSpec(database, headless),
      };
      const logicalName = headless ? this.child("headless") : this.componentName;
      this.make("service", k8s.core.v1.Service, logicalName, service);
    }
  }

  private createStatefulSet(
    args: StatefulSetDatabaseArgs,
    credentials: SecretMount,
    dependsOn: pulumi.Resource[],
  ): void {
    const { context, database, settings, image, namespace, pool, pair } = args;
    const labels = databaseLabels(context, namespace, database);
    const podAnnotations = namespace.mesh === "istio" ? sidecarAnnotations({ port: postgresPort }) : {};
    const set = {
      metadata: databaseMetadata(context, namespace, database, database, { [annotation.reason]: settings.reason }),
      spec: statefulSetSpec({
        name: database,
        settings,
        image,
        labels,
        pool,
        credentials,
        podAnnotations,
        standby: pair.standby,
      }),
    };
    this.make("statefulSet", k8s.apps.v1.StatefulSet, this.componentName, set, { dependsOn });
  }
}

function databasePods(database: string): Record<string, string> {
  return { "app.kubernetes.io/name": database };
}
