import type * as pulumi from "@pulumi/pulumi";
import { type BucketTransform, createBucket } from "../buckets/bucket";
import { tlsOnlyPolicy } from "../buckets/bucket-plan";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName } from "../shared/naming";
import type { AlbGatewaySettings, GatewaysSettings } from "./settings";
import { isAlbGateway } from "./settings";

/** Longest name of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const maxBucketName = 63;

/** Days after which what is left of an upload that broke off is cleared away. */
const brokenUploadDays = 7;

/** Where a gateway writes its access logs. */
export interface LogPlace {
  bucket: string;
  /** Folder in it. */
  prefix: string;
}

/** Where a gateway writes its access logs; undefined when it writes none. */
export function logPlace(
  name: string,
  { accessLogs }: AlbGatewaySettings,
  context: PlatformContext,
): LogPlace | undefined {
  if (!accessLogs.enabled) return undefined;
  return { bucket: accessLogs.bucket ?? logBucketName(context), prefix: accessLogs.prefix ?? name };
}

/** Gateways that write to the platform's own bucket, by name. */
export function gatewaysWithLogs(settings: GatewaysSettings): [string, AlbGatewaySettings][] {
  return Object.entries(settings).flatMap(([name, gateway]): [string, AlbGatewaySettings][] =>
    isAlbGateway(gateway) && gateway.accessLogs.enabled && gateway.accessLogs.bucket === undefined
      ? [[name, gateway]]
      : [],
  );
}

/** Plain, so that the policy of the bucket can be read in a preview. Names of buckets are unique in the whole of AWS. */
export function logBucketName({ clusterName, region, accountId }: PlatformContext): string {
  const name = `${clusterName}-gateway-logs-${region}-${accountId}`.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  return boundedName(name, maxBucketName);
}

/**
 * Who may do what with the bucket: load balancers of the account write below their folders, and nobody speaks to it
 * without TLS. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function logBucketPolicy(bucket: string, prefixes: string[], { partition, accountId }: PlatformContext) {
  const arn = `arn:${partition}:s3:::${bucket}`;
  return tlsOnlyPolicy(arn, {
    Sid: "LoadBalancersWrite",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: prefixes.map((prefix) => `${arn}/${prefix}/AWSLogs/${accountId}/*`),
  });
}

export interface AccessLogsArgs {
  context: PlatformContext;
  /** Gateways that write here, by name. */
  gateways: [string, AlbGatewaySettings][];
  transform?: BucketTransform;
}

/**
 * One bucket for the access logs of all gateways with an Application Load Balancer, a folder each: encrypted with S3's own
 * key, the only one that load balancers can write with; private; emptied by age.
 *
 * Protected where a gateway is. Otherwise it goes with the stack, and its logs with it. Cost: by the gigabyte stored.
 */
export class AccessLogs extends PlatformComponent<BucketTransform> {
  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "AccessLogs", name, opts, args.transform);
    const { context, gateways } = args;
    const bucket = logBucketName(context);
    const prefixes = gateways.map(([gateway, { accessLogs }]) => accessLogs.prefix ?? gateway);
    createBucket(this.make, this.componentName, {
      name: bucket,
      rules: logRules(gateways),
      policy: logBucketPolicy(bucket, prefixes, context),
      protect: gateways.some(([, gateway]) => gateway.deletionProtection),
    });
    this.registerOutputs({ bucket });
  }
}

/** Logs of each gateway go by its own `retentionDays`. */
function logRules(gateways: AccessLogsArgs["gateways"]) {
  const ofGateways = gateways.map(([name, { accessLogs }]) => ({
    id: name,
    status: "Enabled",
    filter: { prefix: `${accessLogs.prefix ?? name}/` },
    expiration: { days: accessLogs.retentionDays },
    noncurrentVersionExpiration: { noncurrentDays: accessLogs.retentionDays },
  }));
  const broken = {
    id: "broken-uploads",
    status: "Enabled",
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: brokenUploadDays },
  };
  return [...ofGateways, broken];
}
