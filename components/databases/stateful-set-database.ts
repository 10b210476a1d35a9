import type * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { sidecarAnnotations } from "../app-service/mesh/sidecar";
import type { BucketSettings } from "../buckets/settings";
import { policyDocument } from "../identity/policy-document";
import { type IdentityMode, WorkloadIdentity } from "../identity/workload-identity";
import { className, needsDriver, providerClassSpec } from "../secrets/provider-class";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Grant, SecretMount } from "../shared/grant";
import type { NamespaceRef, PoolRef } from "../shared/refs";
import { transformed, type Transform } from "../shared/transform";
import { annotation } from "../shared/vocabulary";
import { Credentials, existingMount, managedMount, readByName } from "./credentials";
import { DatabaseDumps, type DatabaseDumpsTransform } from "./database-dumps";
import { dumpName } from "./dump-plan";
import type { DatabasePair } from "./pair";
import { postgresGrant } from "./grant";
import { databaseAuthorization } from "./mesh";
import { postgresPort, type StatefulSetSettings } from "./settings";
import { databaseServiceSpec, headlessName, statefulSetPolicy, statefulSetSpec } from "./stateful-set";
import { type Client, databaseLabels, databaseMetadata } from "./workload";

/** Escape hatches of a database in the cluster. */
export interface StatefulSetDatabaseTransform extends DatabaseDumpsTransform {
  statefulSet?: Transform<k8s.apps.v1.StatefulSetArgs>;
  /** Called for both Services. */
  service?: Transform<k8s.core.v1.ServiceArgs>;
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  secretProviderClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
  authorization?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** The entry of Secrets Manager with its credentials. */
  secret?: Transform<aws.secretsmanager.SecretArgs>;
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
export class StatefulSetDatabase extends PlatformComponent {
  /** What a service gets that uses it. */
  readonly grant: Grant;

  constructor(name: string, given: StatefulSetDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "StatefulSetDatabase", name, opts);
    const { context, database, settings, namespace } = given;
    const dumper = settings.dumps ? [{ name: dumpName(database), namespace: namespace.name }] : [];
    const args = { ...given, clients: [...given.clients, ...dumper] };
    const { primary = context } = args.pair;
    const secretName = `${primary.clusterName}/databases/${database}`;
    const existing = settings.credentials?.existingSecret;
    const mount = existing === undefined ? managedMount(database, secretName) : existingMount(database, existing);
    const statements = existing === undefined ? [readByName(context, secretName)] : [];

    const before = existing === undefined ? this.createCredentials(args, secretName, mount, statements) : [];
    const account = this.createServiceAccount(args, before);
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

  /** Secret, the role that reads it, and the class that mounts it. */
  private createCredentials(
    args: StatefulSetDatabaseArgs,
    secretName: string,
    mount: SecretMount,
    statements: Grant["statements"],
  ): pulumi.Resource[] {
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
        ...(oidcIssuer === undefined ? {} : { oidcIssuer }),
      },
      this.opts(),
    );
    this.accountAnnotations = role.serviceAccountAnnotations;
    return [...made, role, ...this.createClass(args, mount)];
  }

  private accountAnnotations: Record<string, string> = {};

  private createClass(args: StatefulSetDatabaseArgs, mount: SecretMount): pulumi.Resource[] {
    if (!needsDriver(mount)) return [];
    const { context, database, namespace, identity, transform } = args;
    const object = {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: databaseMetadata(context, namespace, database, className(database, mount)),
      spec: providerClassSpec(mount, { workload: database, region: context.region, identity }),
    };
    return [
      new k8s.apiextensions.CustomResource(
        this.child("secret-class"),
        transformed<k8s.apiextensions.CustomResourceArgs>(object, transform?.secretProviderClass),
        this.opts(),
      ),
    ];
  }

  private createServiceAccount(args: StatefulSetDatabaseArgs, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const { context, database, namespace, transform } = args;
    const account = {
      metadata: databaseMetadata(context, namespace, database, database, this.accountAnnotations),
      automountServiceAccountToken: false,
    };
    return new k8s.core.v1.ServiceAccount(
      this.componentName,
      transformed<k8s.core.v1.ServiceAccountArgs>(account, transform?.serviceAccount),
      this.opts({ dependsOn }),
    );
  }

  private createNetworkPolicy(args: StatefulSetDatabaseArgs): pulumi.Resource {
    const { context, database, namespace, clients, transform } = args;
    const policy = {
      metadata: databaseMetadata(context, namespace, database),
      spec: statefulSetPolicy(database, clients),
    };
    return new k8s.networking.v1.NetworkPolicy(
      this.componentName,
      transformed<k8s.networking.v1.NetworkPolicyArgs>(policy, transform?.networkPolicy),
      this.opts(),
    );
  }

  /** Who may call it, where its namespace is in the mesh. */
  private createAuthorization({ context, database, namespace, clients, transform }: StatefulSetDatabaseArgs): void {
    const spec = namespace.mesh === "istio" ? databaseAuthorization(database, clients) : undefined;
    if (!spec) return;
    const metadata = databaseMetadata(context, namespace, database);
    new k8s.apiextensions.CustomResource(
      this.componentName,
      transformed<k8s.apiextensions.CustomResourceArgs>(
        { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata, spec },
        transform?.authorization,
      ),
      this.opts(),
    );
  }

  private createServices({ context, database, namespace, transform }: StatefulSetDatabaseArgs): void {
    for (const headless of [false, true]) {
      const service = {
        metadata: databaseMetadata(context, namespace, database, headless ? headlessName(database) : database),
        spec: databaseServiceSpec(database, headless),
      };
      new k8s.core.v1.Service(
        headless ? this.child("headless") : this.componentName,
        transformed<k8s.core.v1.ServiceArgs>(service, transform?.service),
        this.opts(),
      );
    }
  }

  private createStatefulSet(
    args: StatefulSetDatabaseArgs,
    credentials: SecretMount,
    dependsOn: pulumi.Resource[],
  ): void {
    const { context, database, settings, image, namespace, pool, pair, transform } = args;
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
    new k8s.apps.v1.StatefulSet(
      this.componentName,
      transformed<k8s.apps.v1.StatefulSetArgs>(set, transform?.statefulSet),
      this.opts({ dependsOn }),
    );
  }
}

function databasePods(database: string): Record<string, string> {
  return { "app.kubernetes.io/name": database };
}
