import type { ResolvedStack } from "../../stacks/resolve/stack";
import { poolName, type View } from "../view";
import { type Charge, monthlyOf } from "./charge";
import { cents, type Cost } from "./items";
import { pricesOf, type PriceTable } from "./prices";

/** A usual saving, worked out for a stack. */
export interface WhatIf {
  what: string;
  /** US dollars a month; null where a figure that it needs is not stated. */
  savesUsd: number | null;
  /** How the figure comes about. */
  arithmetic: string;
}

export interface WhatIfView {
  view: View;
  config: Pick<ResolvedStack, "nodePools" | "cost" | "aws">;
  cost: Cost;
}

/** Node utilization before and after bin-packing (TB-6). TB-98 calls the saving 40 %; 1 - 60/85 is 29 %. */
const utilization = { before: 0.6, after: 0.85 };
/** What right-sizing takes off the requests (TB-96, TB-97). A node is paid half for its CPU, half for its memory. */
const rightSized = { CPU: 0.3, memory: 0.25 };
/** What compression takes off the traffic through gateways (TB-100). */
const compression = 0.15;
/** What a year's commitment to the nodes that always run is assumed to save (VC-93). */
const commitment = 0.4;

/** The savings that the platforms' requirements name, each by itself: one changes what the next could still save. */
export function whatIfs({ view, config, cost }: WhatIfView, table = pricesOf(config.aws.region)): WhatIf[] {
  const nodes = cost.charges.filter(({ group }) => group === "nodes");
  const ofWorkers = nodes.filter(({ owner }) => {
    const pool = owner && config.nodePools[poolName(view.inputs(owner), owner.name)];
    return pool !== undefined && !pool.system;
  });
  const workers = dollarsOf(ofWorkers);
  const share = 1 - utilization.before / utilization.after;
  return [
    {
      what: "worker nodes used to 85 % and not 60 %",
      savesUsd: cents(workers * share),
      arithmetic: `worker nodes ${usd(workers)} × (1 - 60/85) = ${percent(share)}`,
    },
    ...Object.entries(rightSized).map(([what, part]) => ({
      what: `${what} requests right-sized`,
      savesUsd: cents((workers / 2) * part),
      arithmetic: `half of the worker nodes, ${usd(workers / 2)}, is paid for ${what} × ${percent(part)} less requested`,
    })),
    gp3(cost, table),
    committed(nodes, view, config),
    compressed(config, table),
  ];
}

function gp3({ charges }: Cost, table: PriceTable | undefined): WhatIf {
  const what = "volumes gp3 and not gp2: saved already";
  const gigabytes = charges
    .filter(({ group, what: name }) => group === "volumes" && name.endsWith(": gp3"))
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const [old, now] = [table?.services["ebs.gp2"]?.usd, table?.services["ebs.gp3"]?.usd];
  if (old === undefined || now === undefined) return unknown(what, "the region's price table lacks gp2 or gp3");
  return {
    what,
    savesUsd: cents(gigabytes * (old - now)),
    arithmetic: `${gigabytes} GB × ($${old} - $${now}) = ${percent(1 - now / old)}`,
  };
}

/** Only nodes on demand that are never fewer: spot takes no commitment, and what comes and goes does not fill one. */
function committed(nodes: Charge[], view: View, { nodePools }: WhatIfView["config"]): WhatIf {
  const steady = nodes.filter(({ owner }) => {
    const pool = owner && nodePools[poolName(view.inputs(owner), owner.name)];
    return pool?.capacity === "on-demand";
  });
  const always = steady.reduce((sum, charge) => sum + (monthlyOf(charge, charge.range?.min ?? 0) ?? 0), 0);
  return {
    what: "a year's commitment to the smallest pools on demand",
    savesUsd: cents(always * commitment),
    arithmetic: `nodes on demand at the smallest size ${usd(always)} × ${percent(commitment)}, an assumption: AWS prints the figures of your account`,
  };
}

function compressed({ cost }: WhatIfView["config"], table: PriceTable | undefined): WhatIf {
  const what = "compressed answers at the gateways";
  const gigabytes = cost.usage.internetGigabytes;
  const price = table?.services["transfer.internet-out"]?.usd;
  if (gigabytes === undefined || price === undefined) return unknown(what, "state cost.usage.internetGigabytes");
  return {
    what,
    savesUsd: cents(gigabytes * price * compression),
    arithmetic: `${gigabytes} GB × $${price} × ${percent(compression)}`,
  };
}

function unknown(what: string, arithmetic: string): WhatIf {
  return { what, savesUsd: null, arithmetic };
}

function dollarsOf(charges: Charge[]): number {
  return charges.reduce((sum, charge) => sum + (monthlyOf(charge, charge.quantity) ?? 0), 0);
}

function usd(amount: number): string {
  return `$${cents(amount).toFixed(2)}`;
}

function percent(part: number): string {
  return `${Math.round(part * 1000) / 10} %`;
}
