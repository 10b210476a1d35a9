import { readFileSync } from "node:fs";
import { UserError } from "../cli/user-error";
import { cents, type Cost } from "../cost/items";
import { type Divider, type Share, sharesOf } from "../cost/shares";
import { type WhatIf, whatIfs } from "../cost/what-if";
import type { Plan } from "../plan";

/** What `npm run cost --json` prints. */
export interface CostDocument {
  stack: string;
  by: Divider;
  monthlyUsd: number;
  range: Share["range"];
  ceilingMonthlyUsd: number | null;
  shares: Share[];
  notPriced: Cost["document"]["notPriced"];
  assumptions: string[];
  prices: Cost["document"]["prices"];
  whatIf?: WhatIf[];
}

export function costDocument(plan: Plan, by: Divider, whatIf: boolean): CostDocument {
  const { monthlyUsd, range, ceilingMonthlyUsd, notPriced, assumptions, prices } = plan.cost.document;
  return {
    stack: plan.stack,
    by,
    monthlyUsd,
    range,
    ceilingMonthlyUsd,
    shares: sharesOf(plan, by),
    notPriced,
    assumptions,
    prices,
    ...(whatIf ? { whatIf: whatIfs(plan) } : {}),
  };
}

/** One line of a comparison; what a side lacks costs nothing there. */
export interface Difference {
  name: string;
  beforeUsd: number;
  afterUsd: number;
  differenceUsd: number;
}

/** From another bill to this one, the largest difference first; equal parts are left out, the sum is last. */
export function differences(before: CostDocument, after: CostDocument): Difference[] {
  const line = (name: string, beforeUsd: number, afterUsd: number) => ({
    name,
    beforeUsd,
    afterUsd,
    differenceUsd: cents(afterUsd - beforeUsd),
  });
  const amount = ({ shares }: CostDocument, name: string) =>
    shares.find((share) => share.name === name)?.monthlyUsd ?? 0;
  const names = [...new Set([...before.shares, ...after.shares].map(({ name }) => name))];
  const lines = names
    .map((name) => line(name, amount(before, name), amount(after, name)))
    .filter(({ differenceUsd }) => differenceUsd !== 0)
    .sort((a, b) => Math.abs(b.differenceUsd) - Math.abs(a.differenceUsd) || (a.name < b.name ? -1 : 1));
  return [...lines, line("total", before.monthlyUsd, after.monthlyUsd)];
}

/** Reads what `--json` printed earlier. */
export function readDocument(file: string, by: Divider): CostDocument {
  const document = parsed(file);
  if (!document || !Array.isArray(document.shares) || typeof document.monthlyUsd !== "number") {
    throw new UserError(`--against ${file}: is neither a stack nor what npm run cost -- STACK --json prints.`);
  }
  if (document.by !== by) {
    throw new UserError(`--against ${file}: is divided by ${document.by}; set --by ${document.by}, or make it anew.`);
  }
  return document;
}

function parsed(file: string): CostDocument | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as CostDocument;
  } catch {
    return undefined;
  }
}
