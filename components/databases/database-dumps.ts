import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { bucketGrant } from "../buckets/bucket-plan";
import type { BucketSettings } from "../buckets/settings";
import { policyDocument } from "../identity/policy-document";
import { type IdentityMode, WorkloadIdentity } from "../identity/workload-identity";
import { className, needsDriver, providerClassSpec } from "../secrets/provider-class";
import { PlatformComponent } from "../shared/component";
import type { Grant } from "../shared/grant";
import { commonLabels } from "../shared/labels";
import type { NamespaceRef } from "../shared/refs";
import { transformed, type Transform } from "../shared/transform";
import { dumpJob, dumpName, type DumpPlan, dumpPrefix, dumpTraffic } from "./dump-plan";
import { databaseMetadata } from "./workload";

/** Escape hatches of the dumps. */
export interface DatabaseDumpsTransform {
  dumpJob?: Transform<k8s.batch.v1.CronJobArgs>;
}

export interface DatabaseDumpsArgs extends Omit<DumpPlan, "labels"> {
  namespace: NamespaceRef;
  /** The stack's bucket that gets them. */
  bucket: BucketSettings;
  /** Right to read the credentials. */
  statements: Grant["statements"];
  identity: IdentityMode;
  oidcIssuer?: pulumi.Input<string> | undefined;
  transform?: DatabaseDumpsTransform | undefined;
}

/**
 * A dump of a database every night, into a bucket: by a job with an identity of its own, which reads the password and
 * writes below its prefix, and can neither read nor delete what it wrote.
 *
 * Cost: S3 by the gigabyte kept; the bucket's `archive` and `expireAfterDays` say how.
 */
export class DatabaseDumps extends PlatformComponent {
  constructor(name: string, args: DatabaseDumpsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "DatabaseDumps", name, opts);
    const { context, database, namespace, transform } = args;
    const job = dumpName(database);
    const owner = { name: job, component: "dump", team: namespace.team };
    const labels = commonLabels({ ...context, costCenter: namespace.costCenter }, owner);
    const metadata = (annotations: Record<string, string> = {}, named = job) => ({
      ...databaseMetadata(context, namespace, database, named, annotations),
      labels,
    });
    const role = this.createRole(args, job);
    const account = new k8s.core.v1.ServiceAccount(
      name,
      { metadata: metadata(role.serviceAccountAnnotations), automountServiceAccountToken: false },
      this.opts(),
    );
    const policy = new k8s.networking.v1.NetworkPolicy(
      name,
      { metadata: metadata(), spec: dumpTraffic(database) },
      this.opts(),
    );
    const before = [role, account, policy, ...this.createClass(args, job, metadata)];
    new k8s.batch.v1.CronJob(
      name,
      transformed<k8s.batch.v1.CronJobArgs>(
        { metadata: metadata(), spec: dumpJob({ ...args, labels }) },
        transform?.dumpJob,
      ),
      this.opts({ dependsOn: before }),
    );
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
        ...(oidcIssuer === undefined ? {} : { oidcIssuer }),
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
    return [new k8s.apiextensions.CustomResource(this.child("secret-class"), object, this.opts())];
  }
}
