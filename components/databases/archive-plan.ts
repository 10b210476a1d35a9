import { bucketArn, bucketFullName } from "../buckets/bucket-plan";
import { policyDocument, type PolicyDocument } from "../identity/policy-document";
import { podIdentityAgent } from "../namespaces/network-policies";
import type { PlatformContext } from "../shared/context";
import type { CloudNativePgSettings } from "./settings";

type Archive = NonNullable<CloudNativePgSettings["archive"]>;

/** Name of the plugin: cloudnative-pg/plugin-barman-cloud, the operator finds it by this. */
const plugin = "barman-cloud.cloudnative-pg.io";

/** First part of the keys. */
function prefix(database: string): string {
  return `${database}/`;
}

/** What the plugin's sidecar asks for in each pod of a cluster. */
export const archiveSidecarResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "256Mi" },
};

/**
 * Where the plugin writes, barmancloud.cnpg.io/v1, kind ObjectStore: cloudnative-pg/charts, tag plugin-barman-cloud-v0.7.0,
 * templates/crds/crds.yaml. What is older than the retention is deleted by the plugin, with the log that it needs.
 */
export function objectStoreSpec(context: PlatformContext, database: string, archive: Archive) {
  return {
    retentionPolicy: `${archive.retentionDays}d`,
    configuration: {
      destinationPath: `s3://${bucketFullName(context, archive.bucket)}/${prefix(database)}`,
      s3Credentials: { inheritFromIAMRole: true },
      wal: { compression: "gzip" },
      data: { compression: "gzip" },
    },
    instanceSidecarConfiguration: {
      env: [{ name: "AWS_REGION", value: context.region }],
      resources: archiveSidecarResources,
    },
  };
}

/** What a Cluster says to archive: the log goes every 5 minutes at the latest (cloudnative-pg v1.30.0, docs/src/wal_archiving.md). */
export function archivePlugins(database: string) {
  return [{ name: plugin, isWALArchiver: true, parameters: { barmanObjectName: database } }];
}

/** A base backup a day, from which the log is replayed: cron with seconds first. */
export function scheduledBackupSpec(database: string, { schedule }: Archive) {
  return {
    schedule: `0 ${schedule}`,
    // The first one at once: without it the log leads from nowhere.
    immediate: true,
    backupOwnerReference: "self",
    cluster: { name: database },
    method: "plugin",
    pluginConfiguration: { name: plugin },
  };
}

/** The instances write, read back and clean up below their prefix: cloudnative-pg v1.30.0, docs/src/appendixes/object_stores.md. */
export function archivePolicy(context: PlatformContext, database: string, { bucket }: Archive): PolicyDocument {
  const arn = bucketArn(context, bucket);
  return policyDocument(
    {
      Sid: "Archive",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: `${arn}/${prefix(database)}*`,
    },
    {
      Sid: "ListArchive",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: arn,
      Condition: { StringLike: { "s3:prefix": `${prefix(database)}*` } },
    },
  );
}

/** What instances that archive call beside the others: their credentials, and S3 with its public addresses. */
export const archiveEgress = [
  { to: [podIdentityAgent], ports: [{ protocol: "TCP", port: 80 }] },
  { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: 443 }] },
];
