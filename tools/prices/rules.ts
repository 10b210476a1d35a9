import type { Row } from "./rows";

/** Which row of which offer file is the price of a key. */
export interface PriceRule {
  offer: string;
  /** Key in `services`. */
  key: string;
  /** Usage type without the prefix of its region. */
  usage: string;
  unit: string;
  /** What else the row must be. */
  where?: (row: Row) => boolean;
  /** Units of the table in one unit of the offer, by the offer's unit. Default 1. */
  times?: number | ((row: Row) => number);
}

const million = 1_000_000;
const operation = (value: string) => (row: Row) => row["operation"] === value;
/** First step of a price that falls with the quantity. */
const first = (row: Row) => Number(row["startingrange"] ?? 0) === 0;
const from = (amount: number) => (row: Row) => Number(row["startingrange"] ?? 0) === amount;

const ebs = (key: string, usage: string, unit: string, more: Partial<PriceRule> = {}): PriceRule => ({
  offer: "AmazonEC2",
  key: `ebs.${key}`,
  usage: `EBS:${usage}`,
  unit,
  ...more,
});
const elb = (kind: "alb" | "nlb", name: string): PriceRule[] => [
  {
    offer: "AWSELB",
    key: `${kind}.hour`,
    usage: "LoadBalancerUsage",
    unit: "hour",
    where: operation(`LoadBalancing:${name}`),
  },
  {
    offer: "AWSELB",
    key: `${kind}.lcu`,
    usage: "LCUUsage",
    unit: "LCU-hour",
    where: operation(`LoadBalancing:${name}`),
  },
];
const rdsStorage = (type: "GP2" | "GP3", multi: boolean): PriceRule => ({
  offer: "AmazonRDS",
  key: `rds.storage-${type.toLowerCase()}.${multi ? "multi-az" : "single"}`,
  usage: `RDS:${multi ? "Multi-AZ-" : ""}${type}-Storage`,
  unit: "GB-month",
  where: ({ databaseengine }) => databaseengine === "PostgreSQL" || databaseengine === "Any",
});

/**
 * Usage types as AWS's price list and bills have them. What a region's files lack stays without a price.
 * S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html.
 */
export const priceRules: PriceRule[] = [
  { offer: "AmazonEKS", key: "eks.control-plane", usage: "AmazonEKS-Hours:perCluster", unit: "hour" },
  ebs("gp2", "VolumeUsage.gp2", "GB-month"),
  ebs("gp3", "VolumeUsage.gp3", "GB-month"),
  ebs("io2", "VolumeUsage.io2", "GB-month"),
  ebs("st1", "VolumeUsage.st1", "GB-month"),
  ebs("gp3-iops", "VolumeP-IOPS.gp3", "IOPS-month above 3000"),
  // By the GiB a second in some publications, by the MiB in others.
  ebs("gp3-throughput", "VolumeP-Throughput.gp3", "MB/s-month above 125", {
    times: ({ unit }) => (/^gib/i.test(unit ?? "") ? 1 / 1024 : 1),
  }),
  ebs("io2-iops-to-32000", "VolumeP-IOPS.io2", "IOPS-month"),
  ebs("io2-iops-to-64000", "VolumeP-IOPS.io2.tier2", "IOPS-month"),
  ebs("io2-iops-above-64000", "VolumeP-IOPS.io2.tier3", "IOPS-month"),
  ebs("snapshot", "SnapshotUsage", "GB-month"),
  { offer: "AmazonEC2", key: "nat.hour", usage: "NatGateway-Hours", unit: "hour" },
  { offer: "AmazonEC2", key: "nat.gb", usage: "NatGateway-Bytes", unit: "GB" },
  {
    offer: "AmazonEC2",
    key: "ec2.surplus-t3",
    usage: "CPUCredits:t3",
    unit: "vCPU-hour",
    where: ({ operatingsystem }) => operatingsystem !== "Windows",
  },
  { offer: "AmazonEC2", key: "ec2.surplus-t4g", usage: "CPUCredits:t4g", unit: "vCPU-hour" },
  { offer: "AmazonVPC", key: "ipv4.public-hour", usage: "PublicIPv4:InUseAddress", unit: "hour" },
  { offer: "AmazonVPC", key: "vpc-endpoint.interface-hour", usage: "VpcEndpoint-Hours", unit: "hour per AZ" },
  { offer: "AmazonVPC", key: "vpc-endpoint.interface-gb", usage: "VpcEndpoint-Bytes", unit: "GB", where: first },
  { offer: "AWSDataTransfer", key: "transfer.internet-out", usage: "DataTransfer-Out-Bytes", unit: "GB", where: first },
  {
    offer: "AWSDataTransfer",
    key: "transfer.internet-out-next-40tb",
    usage: "DataTransfer-Out-Bytes",
    unit: "GB",
    where: from(10_240),
  },
  {
    offer: "AWSDataTransfer",
    key: "transfer.internet-out-next-100tb",
    usage: "DataTransfer-Out-Bytes",
    unit: "GB",
    where: from(51_200),
  },
  {
    offer: "AWSDataTransfer",
    key: "transfer.internet-out-above-150tb",
    usage: "DataTransfer-Out-Bytes",
    unit: "GB",
    where: from(153_600),
  },
  {
    offer: "AWSDataTransfer",
    key: "transfer.cross-az",
    usage: "DataTransfer-Regional-Bytes",
    unit: "GB each direction",
  },
  ...elb("alb", "Application"),
  ...elb("nlb", "Network"),
  rdsStorage("GP2", false),
  rdsStorage("GP2", true),
  rdsStorage("GP3", false),
  rdsStorage("GP3", true),
  {
    offer: "AmazonRDS",
    key: "backup.rds",
    usage: "RDS:ChargedBackupUsage",
    unit: "GB-month",
    where: ({ databaseengine }) => databaseengine === "PostgreSQL" || databaseengine === "Any",
  },
  {
    offer: "AmazonS3",
    key: "s3.standard",
    usage: "TimedStorage-ByteHrs",
    unit: "GB-month (first 50 TB)",
    where: first,
  },
  {
    offer: "AmazonS3",
    key: "s3.standard-next-450tb",
    usage: "TimedStorage-ByteHrs",
    unit: "GB-month",
    where: from(51_200),
  },
  {
    offer: "AmazonS3",
    key: "s3.standard-above-500tb",
    usage: "TimedStorage-ByteHrs",
    unit: "GB-month",
    where: from(512_000),
  },
  { offer: "AmazonS3", key: "s3.standard-ia", usage: "TimedStorage-SIA-ByteHrs", unit: "GB-month" },
  { offer: "AmazonS3", key: "s3.glacier-instant", usage: "TimedStorage-GIR-ByteHrs", unit: "GB-month" },
  { offer: "AmazonS3", key: "s3.requests-put", usage: "Requests-Tier1", unit: "1M requests", times: million },
  { offer: "AmazonS3", key: "s3.requests-get", usage: "Requests-Tier2", unit: "1M requests", times: million },
  { offer: "AmazonECR", key: "ecr.storage", usage: "TimedStorage-ByteHrs", unit: "GB-month", where: first },
  { offer: "awskms", key: "kms.key", usage: "KMS-Keys", unit: "key-month" },
  { offer: "awskms", key: "kms.requests", usage: "KMS-Requests", unit: "1M requests", times: million },
  {
    offer: "AWSSecretsManager",
    key: "secrets-manager.secret",
    usage: "AWSSecretsManager-Secrets",
    unit: "secret-month",
  },
  {
    offer: "AWSSecretsManager",
    key: "secrets-manager.requests",
    usage: "AWSSecretsManagerAPIRequest",
    unit: "10k requests",
    times: 10_000,
  },
  { offer: "AmazonCloudWatch", key: "cloudwatch.alarm", usage: "CW:AlarmMonitorUsage", unit: "alarm-month" },
  { offer: "AmazonCloudWatch", key: "cloudwatch.logs-ingestion", usage: "DataProcessing-Bytes", unit: "GB" },
  { offer: "AmazonCloudWatch", key: "cloudwatch.logs-storage", usage: "TimedStorage-ByteHrs", unit: "GB-month" },
];

/** Offer files that are read, in the order of the page that lists them. */
export const offerCodes = [...new Set([...priceRules.map(({ offer }) => offer), "AmazonElastiCache"])];

/** Prefix of a usage type by its region: none in us-east-1 for some offers, EU, EUC1, APS7, us-west-2 for others. */
const prefix = /^(?:[A-Z]{2,4}\d{0,2}|[a-z]{2}(?:-[a-z]+)+-\d)-/;

/** Whether a row is of a usage type, with or without the prefix of its region. */
export function isUsage(row: Row, usage: string): boolean {
  const type = row["usagetype"] ?? "";
  return type === usage || (type.endsWith(`-${usage}`) && type.replace(prefix, "") === usage);
}

/** Usage type of a row without the prefix of its region. */
export function usageOf(row: Row): string {
  return (row["usagetype"] ?? "").replace(prefix, "");
}
