import { quantityNumber } from "../../components/shared/quantity";

import { type Demand, demandsOf } from "../demand";
import { consolidated, priceOf, settledNodes } from "../packing/consolidate";
import type { Node, PodGroup, Pods } from "../packing/fleet";
import { diskGiBs, offersOf, unknownRequirements, zonesOf } from "../packing/offers";
import { pack } from "../packing/pack";
import { podGroup } from "../packing/pods";
import type { RecordedResource } from "../recorded";
import { listAt, numberAt, type Plain, textAt } from "../view";
import { type Charge, ownedBy } from "./charge";
import type { NotPriced } from "./items";
import type { NodeDemand } from "./node-demand";
import type { Pricing } from "./pricing";
import { volumeCharges } from "./volumes";

export interface KarpenterBill {
  charges: Charge[];
  notPriced: NotPriced[];
  warnings: string[];
}

type Bound = "min" | "max";

/**
 * Nodes that Karpenter buys for the pods of the stack, by packing their requests onto the types that its pools allow.
 *
 * - Least: every service at its fewest replicas, after consolidation.
 * - Expected: the same as the scheduler places them, before consolidation.
 * - Most: every service at its most replicas, before consolidation, within the pool's limits.
 *
 * Jobs come and go and are listed.
 */
export function karpenterNodes(prices: Pricing, demand: NodeDemand | undefined): KarpenterBill {
  const pools = prices.view.kubernetes("NodePool").sort((a, b) => weightOf(b, prices) - weightOf(a, prices));
  const bills = pools.map((pool) => poolBill(pool, pools, prices, demand));
  const jobs = jobsOf(pools, prices);
  return {
    charges: bills.flatMap(({ charges }) => charges),
    notPriced: [...bills.flatMap(({ notPriced }) => notPriced), ...jobs],
    warnings: bills.flatMap(({ warnings }) => warnings),
  };
}

const nameOf = (pool: RecordedResource, { view }: Pricing) =>
  textAt(view.inputs(pool), "metadata", "name") ?? pool.name;
const weightOf = (pool: RecordedResource, { view }: Pricing) => numberAt(view.inputs(pool), "spec", "weight") ?? 0;
const isOpen = (inputs: Plain) =>
  !listAt(inputs, "spec", "template", "spec", "taints").some((one) => textAt(one, "effect") !== "PreferNoSchedule");

function poolBill(
  pool: RecordedResource,
  pools: RecordedResource[],
  prices: Pricing,
  demand: NodeDemand | undefined,
): KarpenterBill {
  const { view, config } = prices;
  const nodePool = view.inputs(pool);
  const name = nameOf(pool, prices);
  const unknown = unknownRequirements(nodePool);
  const className = textAt(nodePool, "spec", "template", "spec", "nodeClassRef", "name");
  const nodeClass = view
    .kubernetes("EC2NodeClass")
    .map((one) => view.inputs(one))
    .find((one) => textAt(one, "metadata", "name") === className);
  const offers = offersOf({
    nodePool,
    nodeClass,
    daemons: demand?.daemons ?? { pods: 0, cpuMillis: 0, memoryMiB: 0 },
    priceOf: prices.instance,
    spotDiscount: config.cost.spotDiscount,
  });
  const what = `nodes of Karpenter's pool ${name}`;
  const lacks = (why: string): KarpenterBill => ({
    charges: [],
    notPriced: [{ what, why, lacks: "price" }],
    warnings: [],
  });
  if (demand === undefined) return lacks("what else runs on its nodes is not known");
  if (unknown.length) return lacks(`its requirements ${unknown.join(", ")} are not understood`);
  if (offers.length === 0) return lacks(`none of the types that it allows has a price in ${config.aws.region}`);

  const zones = zonesOf(nodePool, config.network.zones);
  const takesOpen = isOpen(nodePool) && pools.find((one) => isOpen(view.inputs(one))) === pool;
  const limits = limitsOf(nodePool);
  const podsAt = (bound: Bound) => podsOf(name, takesOpen, bound, prices, demand);
  const first = pack({ pods: podsAt("min"), zones, offers, limits });
  const grown = pack({ pods: podsAt("max"), zones, offers, limits });
  const keeps = textAt(nodePool, "spec", "disruption", "consolidationPolicy") === "WhenEmpty";
  const expected = settledNodes(first.nodes, offers);
  const least = keeps ? expected : consolidated(first, offers, zones).nodes;
  const fleets = { least, expected, most: settledNodes(grown.nodes, offers) };
  const waiting = [...grown.waiting.values()].reduce((sum, count) => sum + count, 0);
  return {
    charges: ownedBy(pool, [...nodeCharges(what, fleets), ...diskCharges(name, nodeClass, fleets, prices)]),
    notPriced: [],
    warnings: waiting
      ? [
          `addons.karpenter.nodePools.${name}: with every service at its most, ${waiting} of its pods find no room within ` +
            "its limits and the types that it allows, and wait. Raise limits, allow larger types, or lower scaling.max of services.",
        ]
      : [],
  };
}

/** Pods that run on the pool: those that name it, and of the one that takes all what managed pools have no room for. */
function podsOf(name: string, takesOpen: boolean, bound: Bound, prices: Pricing, demand: NodeDemand): Pods {
  const { view, config } = prices;
  const groups = (demands: Demand[]): [PodGroup, number][] =>
    demands.map((one) => [podGroup(one, view, demand.preferences), one.replicas[bound]]);
  const all = demandsOf(view);
  const addons = demand.addons.map((one): [PodGroup, number] => [
    { name: one.workload, ...one, perNode: Infinity, zoneSkew: Infinity },
    one.copies === "node" ? 0 : one.copies,
  ]);
  const of = (pool: string | undefined) => [
    ...groups(all.filter((one) => one.pool === pool)),
    ...addons.filter((_, index) => demand.addons[index]?.pool === pool),
  ];
  const open = takesOpen
    ? pack({
        pods: new Map(of(undefined)),
        zones: config.network.zones,
        existing: demand.openNodes.map((node) => ({ ...node, pods: new Map(node.pods) })),
        offers: [],
      }).waiting
    : new Map<PodGroup, number>();
  return new Map([...of(name), ...open].filter(([, count]) => count > 0));
}

function limitsOf(nodePool: Plain): { vcpu?: number; totalMiB?: number } {
  const cpu = textAt(nodePool, "spec", "limits", "cpu");
  const memory = textAt(nodePool, "spec", "limits", "memory");
  return {
    ...(cpu === undefined ? {} : { vcpu: quantityNumber(cpu) }),
    ...(memory === undefined ? {} : { totalMiB: quantityNumber(memory) / 2 ** 20 }),
  };
}

interface Fleets {
  least: Node[];
  expected: Node[];
  most: Node[];
}

/** A node is an average one: at the least and at the most there are as many of it as their fleets cost. */
function nodeCharges(what: string, fleets: Fleets): Charge[] {
  const { least, expected, most } = fleets;
  const [one] = [expected, most].filter((nodes) => nodes.length);
  if (!one) return [];
  const usd = priceOf(one) / one.length;
  const quantity = expected.length;
  const range = {
    min: Math.min(quantity, priceOf(least) / usd),
    max: Math.max(quantity, priceOf(most) / usd),
  };
  const note = `${typesText(expected)}, packed by what the pods request; at the most ${typesText(most)}`;
  return [{ group: "nodes", what, quantity, unit: quantity === 1 ? "node" : "nodes", usd, per: "hour", range, note }];
}

function diskCharges(
  name: string,
  nodeClass: Plain | undefined,
  { least, expected, most }: Fleets,
  prices: Pricing,
): Charge[] {
  if (!most.length) return [];
  const range = { min: Math.min(least.length, expected.length), max: Math.max(expected.length, most.length) };
  return diskGiBs(nodeClass).flatMap((disk) =>
    volumeCharges({ ...disk, what: `root volumes of ${name}`, count: expected.length, range }, prices),
  );
}

function typesText(nodes: Node[]): string {
  const counts = new Map<string, number>();
  for (const { given } of nodes) if (given) counts.set(given.type, (counts.get(given.type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${count} × ${type}`).join(" and ") || "none";
}

/** Jobs on Karpenter's nodes: how long they run, no plan knows. */
function jobsOf(pools: RecordedResource[], prices: Pricing): NotPriced[] {
  const { view } = prices;
  const names = pools.map((pool) => nameOf(pool, prices));
  const jobs = ["CronJob", "Job", "ScaledJob"]
    .flatMap((kind) => view.kubernetes(kind))
    .filter((job) => names.some((name) => JSON.stringify(view.inputs(job)).includes(`"platform/pool":"${name}"`)));
  return jobs.length
    ? [{ what: `${jobs.length} × jobs on Karpenter's nodes`, why: "by the hours that they run", lacks: "use" }]
    : [];
}
