import type { Charge } from "./charge";

/** Hours of a month, as AWS's own estimates count them: https://docs.aws.amazon.com/pricing-calculator/ (730). */
export const hoursPerMonth = 730;

/** What a line of the estimate belongs to; the order of the report. */
export const costGroups = ["control plane", "nodes", "volumes", "network", "load balancers", "data", "other"] as const;

export type CostGroup = (typeof costGroups)[number];

/** One line of the estimate. */
export interface CostItem {
  what: string;
  /** US dollars a month at the desired size. */
  monthlyUsd: number;
  /** How the figure comes about: count, price, unit, what was assumed. */
  basis: string;
  group: CostGroup;
  /** The same with every pool at its smallest and at its largest size, where that differs. */
  range?: { minMonthlyUsd: number; maxMonthlyUsd: number };
}

/** Something that costs money and has no figure here. */
export interface NotPriced {
  what: string;
  why: string;
  /**
   * `use`: paid by traffic, requests or gigabytes that the stack doesn't state (`cost.usage`). `price`: there is so and so
   * much of it, and no price for it; a ceiling is not judged while there is any.
   */
  lacks: "price" | "use";
  /** Why, and until which day, `cost.accept` leaves it out of the ceiling. */
  accepted?: { reason: string; until: string };
}

/** What one resource adds to the estimate. */
export type Line = CostItem | NotPriced;

/** What a stack costs a month, as far as its own settings fix it. */
export interface Cost {
  /** The `cost` of the JSON document. */
  document: {
    monthlyUsd: number;
    range: { minMonthlyUsd: number; maxMonthlyUsd: number };
    ceilingMonthlyUsd: number | null;
    items: CostItem[];
    notPriced: NotPriced[];
    assumptions: string[];
    prices: { region: string; date: string | null };
  };
  /** What the lines are the sums of, each with the resource that is paid for. */
  charges: Charge[];
  /** What a mandatory finding must say: the ceiling is exceeded, or can't be judged. */
  problems: string[];
  warnings: string[];
}

export function isPriced(line: Line): line is CostItem {
  return "monthlyUsd" in line;
}

export function isNotPriced(line: Line): line is NotPriced {
  return !isPriced(line);
}

/** Cents, because a sum of rounded lines must be the sum that is printed. */
export function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
