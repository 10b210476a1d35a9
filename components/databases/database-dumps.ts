import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { bucketGrant } from "../buckets/bucket-plan";
import type { BucketSettings } from "../buckets/settings";
import { policyDocument } from "../identity/policy-document";
import { type IdentityMode, WorkloadIdentity, type WorkloadIdentityTransform } from "../identity/workload-identity";
import { className, needsDriver, providerClassSpec } from "../secrets/provider-class";
import { PlatformComponent } from "../shared/component";
import type { Grant } from "../shared/grant";
import { commonLabels } from "../shared/labels";
import type { NamespaceRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { dumpJob, dumpName, type DumpPlan, dumpPrefix, dumpTraffic } from "./dump-plan";
import { databaseMetadata } from "./workload";

/** Slots of the dumps. */
export interface DatabaseDumpsTransform {
  /** CronJob of the dump. Default: time of `dumps`, one at a time. */
  dumpJob?: Transform<k8s.batch.v1.CronJobArgs>;
  /** Service account of the dump. Default: without a token. */
  dumpServiceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  /** Network policy of the dump. Default: the database, S3, names; nothing comes in. */
  dumpNetworkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  /** SecretProviderClass of the dump. Default: the credentials of the database. */
  dumpSecretProviderClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Role of the dump. Default: read the credentials, write below its prefix. */
  dumpIdentity?: WorkloadIdentityTransform;
}

export interface DatabaseDumpsArgs extends Omit<DumpPlan, "labels"> {
  namespace: NamespaceRef;
  /** The stack's bucket that gets them. */
  bucket: BucketSettings;
  /** Right to read the credentials. */
  statements: Grant["statements"];
  identity: IdentityMode;
  oidcIssuer?: pulumi.Input<string>;
  transform?: DatabaseDumpsTransform;
}

/**
 * A dump of a database every night, into a bucket: by a job with an identity of its own, which reads the password and
 * writes below its prefix, and can neither read nor delete what it wrote.
 *
 * Cost: S3 by the gigabyte kept; the bucket's `archive` and `expireAfterDays` say how.
 */
export class DatabaseDumps extends PlatformComponent<DatabaseDumpsTransform> {
  constructor(name: string, args: DatabaseDumpsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "DatabaseDumps", name, opts, args.transform);
    const { context, database, namespace } = args;
    const job = dumpName(database);
    const owner = { name: job, component: "dump", team: namespace.team };
    const labels = commonLabels({ ...context, costCenter: namespace.costCenter }, owner);
    const metadata = (annotations: Record<string, string> = {}, named = job) => ({
      ...databaseMetadata(context, namespace, database, named, annotations),
      labels,
    });
    const role = this.createRole(args, job);
    const account = this.make("dumpServiceAccount", k8s.core.v1.ServiceAccount, name, {
      metadata: metadata(role.serviceAccountAnnotations),
      automountServiceAccountToken: false,
    });
    const policy = this.make("dumpNetworkPolicy", k8s.networking.v1.NetworkPolicy, name, {
      metadata: metadata(),
      spec: dumpTraffic(database),
    });
    const before = [role, account, policy, ...this.createClass(args, job, metadata)];
    const cronJob = { metadata: metadata(), spec: dumpJob({ ...args, labels }) };
    this.make("dumpJob", k8s.batch.v1.CronJob, name, cronJob, { dependsOn: before });
    this.registerOutputs({});
  }

  private createRole(args: DatabaseDumpsArgs, serviceAccount: string): WorkloadIdentity {
    const { context, database, dumps, namespace, bucket, identity, oidcIssuer, statements } = args;
    const write = bucketGrant(context, dumps.bucket, bucket, { access: "write", prefix: dumpPrefix(database) });
    return new WorkloadIdentity(
      this.child("identity"),
      {
        context,
        namespace: namespace.name,
        serviceAccount,
        mode: identity,
        policy: policyDocument(...statements, ...write.statements),
        oidcIssuer,
        transform: args.transform?.dumpIdentity,
      },
      this.opts(),
    );
  }

  private createClass(
    { context, credentials, identity }: DatabaseDumpsArgs,
    job: string,
    metadata: (annotations: Record<string, string>, named: string) => k8s.types.input.meta.v1.ObjectMeta,
  ): pulumi.Resource[] {
    if (!needsDriver(credentials)) return [];
    const object = {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: metadata({}, className(job, credentials)),
      spec: providerClassSpec(credentials, { workload: job, region: context.region, identity }),
    };
    const { CustomResource } = k8s.apiextensions;
    return [this.make("dumpSecretProviderClass", CustomResource, this.child("secret-class"), object)];
  }
}
