import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName } from "../shared/naming";
import type { BucketsTransform } from "../buckets/buckets";
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
  return policyDocument(
    {
      Sid: "LoadBalancersWrite",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: prefixes.map((prefix) => `${arn}/${prefix}/AWSLogs/${accountId}/*`),
    },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}

export interface AccessLogsArgs {
  context: PlatformContext;
  /** Gateways that write here, by name. */
  gateways: [string, AlbGatewaySettings][];
  transform?: BucketsTransform;
}

/**
 * One bucket for the access logs of all gateways with an Application Load Balancer, a folder each: encrypted with S3's own
 * key, the only one that load balancers can write with; private; emptied by age.
 *
 * Protected where a gateway is. Otherwise it goes with the stack, and its logs with it. Cost: by the gigabyte stored.
 */
export class AccessLogs extends PlatformComponent {
  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "AccessLogs", name, opts);
    const bucket = this.createBucket(args);
    this.closeToThePublic(bucket);
    this.encrypt(bucket);
    this.keepVersions(bucket);
    this.emptyByAge(bucket, args);
    this.letLoadBalancersWrite(bucket, args);
    this.registerOutputs({ bucket: logBucketName(args.context) });
  }

  private createBucket({ context, gateways }: AccessLogsArgs): aws.s3.Bucket {
    const kept = gateways.some(([, gateway]) => gateway.deletionProtection);
    return new aws.s3.Bucket(
      this.componentName,
      { bucket: logBucketName(context), forceDestroy: !kept },
      this.opts({ protect: kept }),
    );
  }

  private closeToThePublic({ id }: aws.s3.Bucket): void {
    new aws.s3.BucketPublicAccessBlock(
      this.componentName,
      {
        bucket: id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      this.opts(),
    );
  }

  private encrypt({ id }: aws.s3.Bucket): void {
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
    new aws.s3.BucketServerSideEncryptionConfiguration(this.componentName, { bucket: id, rules }, this.opts());
  }

  /** Who gets in can overwrite a log, but not what it was. */
  private keepVersions({ id }: aws.s3.Bucket): void {
    const versioningConfiguration = { status: "Enabled" };
    new aws.s3.BucketVersioning(this.componentName, { bucket: id, versioningConfiguration }, this.opts());
  }

  private emptyByAge({ id }: aws.s3.Bucket, { gateways }: AccessLogsArgs): void {
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
    new aws.s3.BucketLifecycleConfiguration(
      this.componentName,
      { bucket: id, rules: [...ofGateways, broken] },
      this.opts(),
    );
  }

  private letLoadBalancersWrite({ id }: aws.s3.Bucket, { context, gateways }: AccessLogsArgs): void {
    const prefixes = gateways.map(([name, { accessLogs }]) => accessLogs.prefix ?? name);
    const policy = JSON.stringify(logBucketPolicy(logBucketName(context), prefixes, context));
    new aws.s3.BucketPolicy(this.componentName, { bucket: id, policy }, this.opts());
  }
}
