import type { CostSettings } from "../../stacks/cost-settings";
import { listAt, textAt, type View } from "../view";
import type { CostGroup } from "./items";
import type { Thing } from "./things";
import { internetTiers, standardTiers, type Tier } from "./tiers";

export interface Usage {
  key: keyof CostSettings["usage"];
  what: string;
  /** Key of the price of one unit, or of its tiers. */
  price: string | Tier[] | ((things: Thing[]) => string);
  unit: "GB" | "million requests" | "million queries" | "vCPU-hours";
  /** Whether the stack has what causes it; without that there is no such use. */
  caused: (things: Thing[], view: View) => boolean;
  group?: CostGroup;
  /** How often a unit is paid. Default 1. */
  times?: number;
}

const by =
  (...types: string[]) =>
  (things: Thing[]) =>
    things.some(({ type }) => types.includes(type));

const cluster = by("aws:eks/cluster:Cluster");
const bucket = by("aws:s3/bucket:Bucket");
const vault = by("aws:backup/vault:Vault");

/** Traffic, requests and storage that no plan knows: priced where the stack states a figure, listed where it does not. */
export const usages: Usage[] = [
  {
    key: "natGigabytes",
    what: "traffic through NAT gateways",
    price: "nat.gb",
    unit: "GB",
    caused: by("aws:ec2/natGateway:NatGateway"),
  },
  {
    key: "internetGigabytes",
    what: "traffic out to the internet",
    price: internetTiers,
    unit: "GB",
    caused: cluster,
  },
  {
    key: "endpointGigabytes",
    what: "traffic through interface endpoints",
    price: "vpc-endpoint.interface-gb",
    unit: "GB",
    caused: (things) =>
      things.some(({ type, inputs }) => type === endpoint && textAt(inputs, "vpcEndpointType") === "Interface"),
  },
  {
    // Each gigabyte is paid where it leaves and where it arrives: https://aws.amazon.com/ec2/pricing/on-demand/
    key: "zoneGigabytes",
    what: "traffic between zones, both directions",
    price: "transfer.cross-az",
    unit: "GB",
    caused: cluster,
    times: 2,
  },
  {
    key: "logGigabytes",
    what: "logs taken in by CloudWatch",
    price: "cloudwatch.logs-ingestion",
    unit: "GB",
    caused: logs,
  },
  {
    key: "efsGigabytes",
    what: "data kept in EFS",
    price: "efs.standard",
    unit: "GB",
    caused: by("aws:efs/fileSystem:FileSystem"),
  },
  {
    key: "efsInfrequentGigabytes",
    what: "data kept in EFS, infrequent access",
    price: "efs.infrequent-access",
    unit: "GB",
    caused: (things) =>
      things.some(({ inputs }) => textAt(inputs, "lifecyclePolicies", 0, "transitionToIa") !== undefined),
  },
  {
    key: "imageGigabytes",
    what: "images kept in ECR",
    price: "ecr.storage",
    unit: "GB",
    caused: by("aws:ecr/repository:Repository"),
  },
  { key: "bucketGigabytes", what: "data kept in S3", price: standardTiers, unit: "GB", caused: bucket },
  {
    key: "archiveGigabytes",
    what: "data archived in S3",
    price: archivePrice,
    unit: "GB",
    caused: (things) => archives(things).length > 0,
  },
  {
    key: "bucketWriteMillions",
    what: "requests to S3 that write or list",
    price: "s3.requests-put",
    unit: "million requests",
    caused: bucket,
  },
  {
    key: "bucketReadMillions",
    what: "requests to S3 that read",
    price: "s3.requests-get",
    unit: "million requests",
    caused: bucket,
  },
  {
    key: "snapshotGigabytes",
    what: "snapshots of volumes outside AWS Backup",
    price: "ebs.snapshot",
    unit: "GB",
    group: "volumes",
    caused: (things, view) =>
      by("aws:dlm/lifecyclePolicy:LifecyclePolicy")(things) || view.kubernetes("VolumeSnapshotClass").length > 0,
  },
  {
    key: "ebsBackupGigabytes",
    what: "backups of volumes",
    price: "backup.ebs",
    unit: "GB",
    group: "data",
    caused: vault,
  },
  {
    key: "efsBackupGigabytes",
    what: "backups of file systems",
    price: "backup.efs-warm",
    unit: "GB",
    group: "data",
    caused: (things) => vault(things) && by("aws:efs/fileSystem:FileSystem")(things),
  },
  {
    key: "rdsBackupGigabytes",
    what: "backups of RDS beyond the size of its storage",
    price: "backup.rds",
    unit: "GB",
    group: "data",
    caused: by("aws:rds/instance:Instance"),
  },
  {
    key: "queueRequestMillions",
    what: "requests to SQS",
    price: "sqs.requests",
    unit: "million requests",
    group: "data",
    caused: by("aws:sqs/queue:Queue"),
  },
  {
    key: "dnsQueryMillions",
    what: "queries of Route 53 that aren't of an alias",
    price: "route53.queries",
    unit: "million queries",
    group: "other",
    caused: by("aws:route53/record:Record", "aws:route53/zone:Zone"),
  },
  {
    key: "webAclRequestMillions",
    what: "requests that web ACLs judge",
    price: "waf.requests",
    unit: "million requests",
    group: "other",
    caused: by("aws:wafv2/webAcl:WebAcl"),
  },
  {
    key: "kmsRequestMillions",
    what: "requests to KMS",
    price: "kms.requests",
    unit: "million requests",
    group: "other",
    caused: by("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"),
  },
  {
    // The table's unit is 10,000 requests, of which a million has a hundred.
    key: "secretRequestMillions",
    what: "requests to Secrets Manager",
    price: "secrets-manager.requests",
    unit: "million requests",
    group: "other",
    times: 100,
    caused: by("aws:secretsmanager/secret:Secret"),
  },
  {
    // Nodes of T types start in unlimited mode, and what they use above their baseline is paid:
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode.html
    key: "surplusCreditHours",
    what: "surplus CPU credits of T instances",
    price: (things) =>
      burstable(things).every((type) => type.startsWith("t3")) ? "ec2.surplus-t3" : "ec2.surplus-t4g",
    unit: "vCPU-hours",
    group: "nodes",
    caused: (things) => burstable(things).length > 0,
  },
];

const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Flow logs, the control plane's and RDS's go to CloudWatch, too, whether or not the stack makes their groups. */
function logs(things: Thing[]): boolean {
  return things.some(
    ({ type, inputs }) =>
      type === "aws:cloudwatch/logGroup:LogGroup" ||
      textAt(inputs, "logDestinationType") === "cloud-watch-logs" ||
      listAt(inputs, "enabledCloudwatchLogsExports").length > 0 ||
      listAt(inputs, "enabledClusterLogTypes").length > 0,
  );
}

function burstable(things: Thing[]): string[] {
  return things
    .filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup")
    .flatMap(({ inputs }) => listAt(inputs, "instanceTypes").map(String))
    .filter((type) => /^t\d/.test(type));
}

/** Prices of the storage classes that lifecycle rules move objects to, the dearest first. */
const archivePrices: [string, string][] = [
  ["STANDARD_IA", "s3.standard-ia"],
  ["GLACIER_IR", "s3.glacier-instant"],
  ["GLACIER", "s3.glacier-flexible"],
  ["DEEP_ARCHIVE", "s3.glacier-deep-archive"],
];

function archives(things: Thing[]): string[] {
  return things
    .filter(({ type }) => type.startsWith("aws:s3/bucketLifecycleConfiguration"))
    .flatMap(({ inputs }) => listAt(inputs, "rules"))
    .flatMap((rule) => listAt(rule, "transitions").flatMap((one) => textAt(one, "storageClass") ?? []));
}

/** Of several classes the dearest, so that the estimate errs upwards; one that no one has thought of has no price. */
function archivePrice(things: Thing[]): string {
  const classes = archives(things);
  const unknown = classes.find((one) => !archivePrices.some(([name]) => name === one));
  return unknown ? `s3.${unknown}` : (archivePrices.find(([name]) => classes.includes(name))?.[1] ?? "");
}
