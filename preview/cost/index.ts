import { listAt, textAt, type View } from "../view";
import { type Charge, linesOf, ownedBy } from "./charge";
import { accepted, ceilingProblems } from "./ceiling";
import { claimCharges } from "./claims";
import { controlPlane, nodeGroup } from "./compute";
import { rdsInstance, replicationGroup, secrets } from "./data-stores";
import { billedBy, isFree, shortType } from "./free";
import { karpenterNodes } from "./karpenter";
import { cents, type Cost, costGroups, type CostItem, isNotPriced, isPriced, type NotPriced } from "./items";
import { awsLoadBalancer, kubernetesLoadBalancers } from "./load-balancers";
import type { NodeDemand } from "./node-demand";
import { healthCheck, natGateway, publicAddress, vpcEndpoint } from "./network";
import { pricesOf, type PriceTable } from "./prices";
import { type CostConfig, type Pricing, pricing } from "./pricing";
import { type Thing, billableResources } from "./things";
import { usageCharges } from "./usage";

export type { Cost, CostConfig, CostItem };

const monthly =
  (what: string, key: string) =>
  (_thing: Thing, prices: Pricing): Charge[] => [
    { group: "other", what, quantity: 1, usd: prices.service(key), per: "month" },
  ];

/** Requests are billed beside; how many there are, nobody knows before. */
function webAcl({ inputs }: Thing, prices: Pricing): Charge[] {
  const rules = Array.isArray(inputs.rules) ? inputs.rules.length : 0;
  return [
    { group: "other", what: "web ACLs", quantity: 1, usd: prices.service("waf.web-acl"), per: "month" },
    { group: "other", what: "rules of web ACLs", quantity: rules, usd: prices.service("waf.rule"), per: "month" },
  ];
}

/** https://aws.amazon.com/secrets-manager/pricing/: each copy in another region is a secret of its own. */
function secret({ inputs }: Thing, prices: Pricing): Charge[] {
  return secrets(1 + listAt(inputs, "replicas").length, prices);
}

/** Where the logs of a network go decides what they cost: those in CloudWatch usage.ts counts. */
function flowLogs(things: Thing[]): NotPriced[] {
  return things
    .filter(({ type }) => type === "aws:ec2/flowLog:FlowLog")
    .map(({ inputs }) => textAt(inputs, "logDestinationType") ?? "cloud-watch-logs")
    .filter((destination) => destination !== "cloud-watch-logs")
    .map((to) => ({ what: `flow logs to ${to}`, why: "by the gigabyte taken in and kept", lacks: "use" }));
}

/** How each AWS type that has a price of its own is priced. */
const pricers: Record<string, (thing: Thing, prices: Pricing) => Charge[]> = {
  "aws:eks/cluster:Cluster": controlPlane,
  "aws:eks/nodeGroup:NodeGroup": nodeGroup,
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/eip:Eip": publicAddress,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:lb/loadBalancer:LoadBalancer": awsLoadBalancer,
  "aws:kms/key:Key": monthly("KMS keys", "kms.key"),
  "aws:kms/replicaKey:ReplicaKey": monthly("KMS keys", "kms.key"),
  "aws:route53/healthCheck:HealthCheck": healthCheck,
  "aws:route53/zone:Zone": monthly("hosted zones", "route53.hosted-zone"),
  "aws:secretsmanager/secret:Secret": secret,
  "aws:cloudwatch/metricAlarm:MetricAlarm": monthly("CloudWatch alarms", "cloudwatch.alarm"),
  "aws:wafv2/webAcl:WebAcl": webAcl,
  "aws:rds/instance:Instance": rdsInstance,
  "aws:elasticache/replicationGroup:ReplicationGroup": replicationGroup,
  // By what is kept, taken in or asked for: usage.ts
  "aws:ec2/flowLog:FlowLog": () => [],
  "aws:sqs/queue:Queue": () => [],
  "aws:backup/vault:Vault": () => [],
  "aws:route53/record:Record": () => [],
  "aws:efs/fileSystem:FileSystem": () => [],
  "aws:ecr/repository:Repository": () => [],
  "aws:s3/bucket:Bucket": () => [],
  "aws:cloudwatch/logGroup:LogGroup": () => [],
};

/** Days after which the report says that the prices are old. */
const oldAfterDays = 180;

/**
 * What the recorded resources cost a month at their desired size. Pure, but for the price table that it reads.
 *
 * @param demand What asks for Karpenter's nodes beside the recording; without it they have no price.
 */
export function costOf(view: View, config: CostConfig, table = pricesOf(config.aws.region), demand?: NodeDemand): Cost {
  const prices = pricing(view, config, table);
  const things = billableResources(view, prices.zones);
  const ofThings = (thing: Thing) => ownedBy(thing.resource, pricers[thing.type]?.(thing, prices) ?? []);
  const karpenter = karpenterNodes(prices, demand);
  const parts = [
    { charges: things.flatMap(ofThings), notPriced: [...unpriced(things), ...flowLogs(things)] },
    claimCharges(prices),
    kubernetesLoadBalancers(prices),
    usageCharges(things, prices),
    karpenter,
  ];
  const charges = parts.flatMap((part) => part.charges);
  const lines = linesOf(charges);
  const items = lines.filter(isPriced).sort(byGroup);
  const notPriced = [...lines.filter(isNotPriced), ...parts.flatMap((part) => part.notPriced)];
  const bill = assembled(config, items, notPriced, table);
  return { ...bill, warnings: [...bill.warnings, ...karpenter.warnings], charges };
}

/** Whether a type is priced, billed by use that is listed, or free. */
export function isKnown(type: string): boolean {
  return pricers[type] !== undefined || isFree(type) || billedBy(type) !== undefined;
}

/** Types that are billed by use, and those that this model does not know, each once. */
function unpriced(things: Thing[]): NotPriced[] {
  const counts = new Map<string, number>();
  for (const { type } of things) {
    const known = pricers[type] !== undefined || isFree(type);
    if (!known && !type.startsWith("aws:index/")) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]): NotPriced => {
    const { module, name } = shortType(type);
    const what = `${count} × ${module}.${name}`;
    const by = billedBy(type);
    return by === undefined
      ? { what, why: "the cost model does not know this type", lacks: "price" }
      : { what, why: by, lacks: "use" };
  });
}

function byGroup(one: CostItem, other: CostItem): number {
  const group = costGroups.indexOf(one.group) - costGroups.indexOf(other.group);
  return group || other.monthlyUsd - one.monthlyUsd || (one.what < other.what ? -1 : 1);
}

function assembled(config: CostConfig, items: CostItem[], found: NotPriced[], table?: PriceTable) {
  const sum = (of: (item: CostItem) => number) => cents(items.reduce((total, item) => total + of(item), 0));
  const { ceilingMonthlyUsd, spotDiscount, loadBalancerCapacityUnits } = config.cost;
  const { region } = config.aws;
  const { notPriced, warnings } = accepted(found, config);
  const monthlyUsd = sum((item) => item.monthlyUsd);
  return {
    document: {
      monthlyUsd,
      range: {
        minMonthlyUsd: sum((item) => item.range?.minMonthlyUsd ?? item.monthlyUsd),
        maxMonthlyUsd: sum((item) => item.range?.maxMonthlyUsd ?? item.monthlyUsd),
      },
      ceilingMonthlyUsd: ceilingMonthlyUsd ?? null,
      items,
      notPriced: notPriced.sort((a, b) => (a.what < b.what ? -1 : 1)),
      assumptions: [
        "730 hours a month, list prices in US dollars without tax, discounts or credits",
        `spot ${Math.round(spotDiscount * 100)} % below on demand (cost.spotDiscount)`,
        `${loadBalancerCapacityUnits} capacity units per load balancer on average (cost.loadBalancerCapacityUnits)`,
      ],
      prices: { region, date: table?.date ?? null },
    },
    problems: ceilingProblems({ ceilingMonthlyUsd, monthlyUsd, items, notPriced, region }),
    warnings: [...warnings, ...priceWarnings(config, table)],
  };
}

function priceWarnings(config: CostConfig, table: PriceTable | undefined): string[] {
  const { region } = config.aws;
  if (!table)
    return [`there are no prices for ${region}: nothing is priced. Make them: npm run prices -- ${region} --from DIR`];
  const age = (Date.parse(config.today) - Date.parse(table.date)) / 86_400_000;
  return age > oldAfterDays ? [`the prices of ${region} are of ${table.date}, ${Math.floor(age)} days old`] : [];
}
