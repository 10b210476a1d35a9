import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Buckets } from "../buckets/buckets";
import { type IdentityMode, WorkloadIdentity } from "../identity/workload-identity";
import type { PlatformContext } from "../shared/context";
import type { Make } from "../shared/transform";
import { EncryptionKey } from "./addon-key";
import { EventQueue } from "./event-queue";
import type { ResolvedAddon } from "./resolve";
import type { AddonsTransform } from "./transform";

/** What the AWS side of an add-on is made with, beside what was decided about it. */
export interface AwsPartsArgs {
  context: PlatformContext;
  /** How pods get AWS credentials; the values were made for the same mode. */
  identity?: { mode: IdentityMode; oidcIssuer?: pulumi.Input<string> };
  transform?: AddonsTransform;
}

/** What makes names and options of an add-on's parts. */
export interface Owner {
  child: (suffix: string) => string;
  make: Make<AddonsTransform>;
  /** Those of a child, with what the component itself waits for. */
  opts: (extra?: pulumi.ResourceOptions) => pulumi.ResourceOptions;
  /** Of keys and buckets, which hold data. */
  storeOpts: () => pulumi.ComponentResourceOptions;
}

/**
 * Registers what an add-on has in AWS, all of it before its chart: a Pod Identity association that comes after the pod is
 * not seen by it, and what writes to a log group that is not there yet loses its first lines.
 *
 * `child`, `make`, `opts` and `storeOpts` are those of the component that owns the add-on.
 */
export function createAwsParts(
  resolved: ResolvedAddon,
  { context, identity, transform }: AwsPartsArgs,
  { child, make, opts, storeOpts }: Owner,
): pulumi.Resource[] {
  const { addon, namespace } = resolved;
  const keys = resolved.keys.map(
    (key) =>
      new EncryptionKey(
        child(key.alias.replace(/^.*\//, "")),
        { context, key, transform: transform?.encryption },
        storeOpts(),
      ),
  );
  return [
    ...resolved.identities.map(
      ({ serviceAccount, policy }) =>
        new WorkloadIdentity(
          child(`${serviceAccount}-role`),
          {
            context,
            namespace,
            serviceAccount,
            mode: "pod-identity",
            ...identity,
            policy,
            transform: transform?.identity,
          },
          opts(),
        ),
    ),
    ...keys,
    ...bucketsOf(resolved, { context, transform }, child, { ...storeOpts(), dependsOn: keys }),
    ...resolved.queues.map(
      (queue) =>
        new EventQueue(child(`${addon.name}-${queue.name}`), { context, queue, transform: transform?.events }, opts()),
    ),
    ...resolved.logGroups.map(({ suffix, name, retentionDays, kmsKeyArn }) =>
      make("logGroup", aws.cloudwatch.LogGroup, child(`${addon.name}-logs-${suffix}`), {
        name,
        retentionInDays: retentionDays,
        kmsKeyId: kmsKeyArn,
      }),
    ),
  ];
}

/** After the keys: a bucket names the one that encrypts it by its alias. */
function bucketsOf(
  { addon, buckets }: ResolvedAddon,
  { context, transform }: AwsPartsArgs,
  child: (suffix: string) => string,
  opts: pulumi.ResourceOptions,
): Buckets[] {
  if (Object.keys(buckets).length === 0) return [];
  const args = { context, settings: buckets, logs: `${addon.name}-access-logs`, transform: transform?.buckets };
  return [new Buckets(child(`${addon.name}-buckets`), args, opts)];
}
