import type { Charge } from "./charge";
import type { NotPriced } from "./items";
import type { Pricing } from "./pricing";
import type { Thing } from "./things";

/** Traffic and storage that no plan knows: priced where the stack states a figure, listed where it does not. */
const usages = [
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
] as const;

export function usageCharges(things: Thing[], prices: Pricing): { charges: Charge[]; notPriced: NotPriced[] } {
  const types = new Set(things.map((thing) => thing.type));
  const given = prices.config.cost.usage;
  const charges: Charge[] = [];
  const notPriced: NotPriced[] = [];
  for (const usage of usages.filter(({ of }) => types.has(of))) {
    const quantity = given[usage.key];
    if (quantity === undefined) {
      notPriced.push({ what: usage.what, why: `by the gigabyte; state cost.usage.${usage.key} to have it priced` });
    } else {
      charges.push({
        group: "network",
        what: usage.what,
        quantity,
        unit: "GB",
        usd: prices.service(usage.price),
        per: "month",
        note: `as stated (cost.usage.${usage.key})`,
      });
    }
  }
  if (types.has("aws:eks/cluster:Cluster") && prices.zones > 1) {
    notPriced.push({ what: "traffic between zones", why: "by the gigabyte, each direction" });
  }
  return { charges, notPriced };
}
