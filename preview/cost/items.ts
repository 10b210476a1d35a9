/** One line of the estimate. */
export interface CostItem {
  what: string;
  monthlyUsd: number;
  /** How the figure comes about: count, price, unit, what was assumed. */
  basis: string;
}

/** What a stack costs a month, as far as its own settings fix it. */
export interface Cost {
  /** The `cost` of the JSON document. */
  document: { monthlyUsd: number; items: CostItem[]; [more: string]: unknown };
  items: CostItem[];
  /** What is paid for and has no figure here, each with the reason. */
  notPriced: { what: string; why: string }[];
  assumptions: string[];
  /** What a mandatory finding must say: the ceiling is exceeded. */
  problems: string[];
}
