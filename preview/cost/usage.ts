import { numberAt } from "../view";
import type { Charge } from "./charge";
import { hoursPerMonth, type NotPriced } from "./items";
import type { Pricing } from "./pricing";
import type { Thing } from "./things";
import { tiered } from "./tiers";
import { type Usage, usages } from "./usages";

export function usageCharges(things: Thing[], prices: Pricing): { charges: Charge[]; notPriced: NotPriced[] } {
  const given = prices.config.cost.usage;
  const charges: Charge[] = [];
  const notPriced: NotPriced[] = [];
  for (const usage of usages.filter(({ caused }) => caused(things, prices.view))) {
    const quantity = given[usage.key];
    if (quantity === undefined) {
      const why = `by use; state cost.usage.${usage.key} (${usage.unit} a month) to have it priced`;
      notPriced.push({ what: usage.what, why, lacks: "use" });
    } else {
      charges.push(...chargesOf(usage, quantity, things, prices));
    }
  }
  charges.push(...keptLogs(things, prices));
  return { charges, notPriced };
}

function chargesOf(usage: Usage, quantity: number, things: Thing[], prices: Pricing): Charge[] {
  const { price } = usage;
  const tiers = typeof price === "object" ? price : [{ key: typeof price === "string" ? price : price(things) }];
  return tiered(quantity, tiers).map(({ key, from, amount }) => ({
    group: usage.group ?? "network",
    what: `${usage.what}${from}`,
    quantity: amount * (usage.times ?? 1),
    unit: usage.unit,
    usd: prices.service(key),
    per: "month",
    note: `as stated (cost.usage.${usage.key})`,
  }));
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
