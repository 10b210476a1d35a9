import { capacityOf } from "../../components/node-pools/pool-spec";
import type { ResolvedStack } from "../../stacks/resolve/stack";
import { poolGroups } from "../capacity";
import { type Demand, demandsOf } from "../demand";
import type { RecordedResource } from "../recorded";
import { poolName, textAt, type View } from "../view";
import { type Charge, monthlyOf } from "./charge";
import { cents, type Cost } from "./items";
import { type Owner, ownerOf, platform } from "./owner";

/** What the bill is divided by. */
export const dividers = ["service", "component", "team"] as const;

export type Divider = (typeof dividers)[number];

/** A part of the bill. All parts of one division add up to the bill, to the cent. */
export interface Share {
  name: string;
  /** US dollars a month with every pool at its desired size and every service at its fewest replicas. */
  monthlyUsd: number;
  /** The same at the smallest pools and fewest replicas, and at the largest pools and most replicas. */
  range: { minMonthlyUsd: number; maxMonthlyUsd: number };
}

/** Capacity that is paid for and that no workload asks for. */
export const idle = "(idle capacity)";

export interface SharesView {
  view: View;
  config: Pick<ResolvedStack, "poolSpecs" | "team">;
  cost: Cost;
}

type Size = "min" | "desired" | "max";

/** Dollars of one owner at each of the three sizes. */
type Dollars = Record<Size, number>;

/**
 * Divides the bill.
 *
 * What a resource costs goes to who owns it. The nodes of a pool go to the workloads that run on it, half by their share
 * of its CPU and half by their share of its memory, as requested; what no one asks for is idle capacity and stands by
 * itself, because it is the platform's to shrink and no service's fault.
 */
export function sharesOf(plan: SharesView, by: Divider): Share[] {
  const sums = new Map<string, Dollars>();
  const add = (name: string, dollars: Dollars) => {
    const sum = sums.get(name) ?? { min: 0, desired: 0, max: 0 };
    sums.set(name, { min: sum.min + dollars.min, desired: sum.desired + dollars.desired, max: sum.max + dollars.max });
  };
  const nameOf = (owner: Owner) => (by === "team" ? owner.team : by === "component" ? owner.component : owner.service);
  const shared: Owner = { service: platform, component: platform, team: plan.config.team };
  const groups = by === "component" ? [] : groupsOf(plan);
  const divided = new Set(groups.flatMap(({ charges }) => charges));
  for (const charge of plan.cost.charges.filter((one) => !divided.has(one))) {
    add(nameOf(charge.owner ? ownerOf(charge.owner, plan) : shared), dollarsOf([charge]));
  }
  for (const group of groups) {
    const paid = dollarsOf(group.charges);
    let rest = paid;
    for (const [resource, part] of partsOf(group)) {
      const dollars = each((size) => paid[size] * part[size]);
      rest = each((size) => rest[size] - dollars[size]);
      add(nameOf(ownerOf(resource, plan)), dollars);
    }
    add(idle, rest);
  }
  return rounded(sums, plan.cost);
}

/** Pools that the same workloads may run on, and what their nodes cost. */
interface Group {
  charges: Charge[];
  demands: Demand[];
  capacity: Record<Size, { cpuMillis: number; memoryMiB: number }>;
}

/** Groups of pools that cost something. */
function groupsOf(plan: SharesView): Group[] {
  return [...managedGroups(plan), ...karpenterGroups(plan)];
}

/** Karpenter buys what pods ask for, so all of it is theirs and nothing is idle. */
function karpenterGroups({ view, cost }: SharesView): Group[] {
  return view.kubernetes("NodePool").flatMap((nodePool) => {
    const charges = cost.charges.filter(({ owner }) => owner === nodePool);
    const name = textAt(view.inputs(nodePool), "metadata", "name");
    const demands = demandsOf(view).filter(({ pool }) => pool === name);
    if (!charges.length || !demands.length) return [];
    const asked = (of: (one: Demand) => number, bound: "min" | "max") =>
      sum(demands.map((one) => of(one) * one.replicas[bound]));
    const capacity = each((size) => ({
      cpuMillis: asked((one) => one.cpuMillis, size === "max" ? "max" : "min"),
      memoryMiB: asked((one) => one.memoryMiB, size === "max" ? "max" : "min"),
    }));
    return [{ charges, demands, capacity }];
  });
}

function managedGroups({ view, config, cost }: SharesView): Group[] {
  return poolGroups(view, config).flatMap(({ pools, demands }) => {
    const names = pools.map(({ name }) => name);
    const charges = cost.charges.filter(({ owner }) => owner && names.includes(poolOf(owner, view)));
    if (!charges.length) return [];
    const capacity = each((size) => ({
      cpuMillis: sum(pools.map((spec) => capacityOf(spec, size).cpuMillis)),
      memoryMiB: sum(pools.map((spec) => capacityOf(spec, size).memoryMiB)),
    }));
    return [{ charges, demands, capacity }];
  });
}

function poolOf(owner: RecordedResource, view: View): string {
  return owner.type === "aws:eks/nodeGroup:NodeGroup" ? poolName(view.inputs(owner), owner.name) : "";
}

/** Part of a group's cost that each workload causes, 0 to 1, at each size; together never more than all. */
function partsOf({ demands, capacity }: Group): [RecordedResource, Dollars][] {
  const asked = (demand: Demand, size: Size) => {
    const { cpuMillis, memoryMiB } = capacity[size];
    if (cpuMillis === 0 || memoryMiB === 0) return 0;
    const pods = size === "max" ? demand.replicas.max : demand.replicas.min;
    return (pods * (demand.cpuMillis / cpuMillis + demand.memoryMiB / memoryMiB)) / 2;
  };
  const all = each((size) => sum(demands.map((demand) => asked(demand, size))));
  return demands.map((demand) => [demand.resource, each((size) => asked(demand, size) / Math.max(1, all[size]))]);
}

function dollarsOf(charges: Charge[]): Dollars {
  return each((size) =>
    sum(
      charges.map((charge) => {
        const quantity = size === "desired" ? charge.quantity : (charge.range?.[size] ?? charge.quantity);
        return monthlyOf(charge, quantity) ?? 0;
      }),
    ),
  );
}

/** To the cent, so that the parts add up to the bill that is printed; what rounding leaves goes to the largest part. */
function rounded(sums: Map<string, Dollars>, { document }: Cost): Share[] {
  const shares = [...sums].map(([name, dollars]) => ({
    name,
    monthlyUsd: cents(dollars.desired),
    range: { minMonthlyUsd: cents(dollars.min), maxMonthlyUsd: cents(dollars.max) },
  }));
  shares.sort((a, b) => b.monthlyUsd - a.monthlyUsd || (a.name < b.name ? -1 : 1));
  const [largest] = shares;
  if (!largest) return [];
  const missing = (whole: number, of: (share: Share) => number) => whole - sum(shares.map(of));
  largest.monthlyUsd = cents(largest.monthlyUsd + missing(document.monthlyUsd, (share) => share.monthlyUsd));
  const { range } = largest;
  range.minMonthlyUsd += missing(document.range.minMonthlyUsd, (share) => share.range.minMonthlyUsd);
  range.maxMonthlyUsd += missing(document.range.maxMonthlyUsd, (share) => share.range.maxMonthlyUsd);
  largest.range = { minMonthlyUsd: cents(range.minMonthlyUsd), maxMonthlyUsd: cents(range.maxMonthlyUsd) };
  return shares;
}

function each<T>(of: (size: Size) => T): Record<Size, T> {
  return { min: of("min"), desired: of("desired"), max: of("max") };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
