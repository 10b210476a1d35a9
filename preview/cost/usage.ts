import type { CostSettings } from "../../stacks/cost-settings";
import { numberAt } from "../view";
import type { Charge } from "./charge";
import { hoursPerMonth, type NotPriced } from "./items";
import type { Pricing } from "./pricing";
import type { Thing } from "./things";

interface Usage {
  key: keyof CostSettings["usage"];
  what: string;
  /** Key of the price of a gigabyte. */
  price: string;
  /** Type of the resource that causes it; without one there is no such use. */
  of: string;
  /** How often a gigabyte is paid. Default 1. */
  times?: number;
}

/** Traffic and storage that no plan knows: priced where the stack states a figure, listed where it does not. */
const usages: Usage[] = [
  {
    key: "natGigabytes",
    what: "traffic through NAT gateways",
    price: "nat.gb",
    of: "aws:ec2/natGateway:NatGateway",
  },
  {
    key: "internetGigabytes",
    what: "traffic out to the internet",
    price: "transfer.internet-out",
    of: "aws:eks/cluster:Cluster",
  },
  {
    key: "endpointGigabytes",
    what: "traffic through interface endpoints",
    price: "vpc-endpoint.interface-gb",
    of: "aws:ec2/vpcEndpoint:VpcEndpoint",
  },
  {
    key: "logGigabytes",
    what: "logs taken in by CloudWatch",
    price: "cloudwatch.logs-ingestion",
    of: "aws:cloudwatch/logGroup:LogGroup",
  },
  {
    key: "efsGigabytes",
    what: "data kept in EFS",
    price: "efs.standard",
    of: "aws:efs/fileSystem:FileSystem",
  },
  {
    key: "imageGigabytes",
    what: "images kept in ECR",
    price: "ecr.storage",
    of: "aws:ecr/repository:Repository",
  },
  {
    key: "bucketGigabytes",
    what: "data kept in S3",
    price: "s3.standard",
    of: "aws:s3/bucket:Bucket",
  },
  {
    // Each gigabyte is paid where it leaves and where it arrives: https://aws.amazon.com/ec2/pricing/on-demand/
    key: "zoneGigabytes",
    what: "traffic between zones, both directions",
    price: "transfer.cross-az",
    of: "aws:eks/cluster:Cluster",
    times: 2,
  },
];

export function usageCharges(things: Thing[], prices: Pricing): { charges: Charge[]; notPriced: NotPriced[] } {
  const types = new Set(things.map((thing) => thing.type));
  const given = prices.config.cost.usage;
  const charges: Charge[] = [];
  const notPriced: NotPriced[] = [];
  for (const usage of usages.filter(({ of }) => types.has(of))) {
    const quantity = given[usage.key];
    if (quantity === undefined) {
      notPriced.push({
        what: usage.what,
        why: `by the gigabyte; state cost.usage.${usage.key} to have it priced`,
        lacks: "use",
      });
    } else {
      charges.push({
        group: "network",
        what: usage.what,
        quantity: quantity * (usage.times ?? 1),
        unit: "GB",
        usd: prices.service(usage.price),
        per: "month",
        note: `as stated (cost.usage.${usage.key})`,
      });
    }
  }
  charges.push(...keptLogs(things, prices));
  return { charges, notPriced };
}

/**
 * Logs that CloudWatch keeps, from what it takes in: as many months' worth as the longest retention of the stack's
 * groups, so at most. AWS compresses them before it counts; by how much is the data's doing, and not assumed here.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
function keptLogs(things: Thing[], prices: Pricing): Charge[] {
  const gigabytes = prices.config.cost.usage.logGigabytes;
  const groups = things.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
  const days = Math.max(0, ...groups.map(({ inputs }) => numberAt(inputs, "retentionInDays") ?? 0));
  if (gigabytes === undefined || days === 0) return [];
  return [
    {
      group: "network",
      what: "logs kept by CloudWatch",
      quantity: (gigabytes * days * 24) / hoursPerMonth,
      unit: "GB",
      usd: prices.service("cloudwatch.logs-storage"),
      per: "month",
      note: `at most: what comes in for ${days} days, the longest retention, before compression`,
    },
  ];
}
