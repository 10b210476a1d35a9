import type { CostConfig } from "./pricing";
import { cents, type CostItem, type NotPriced } from "./items";

/** What has no figure, each with the acceptance of it that `cost.accept` gives; and entries that accept nothing. */
export function accepted(found: NotPriced[], config: CostConfig): { notPriced: NotPriced[]; warnings: string[] } {
  const { accept } = config.cost;
  const notPriced = found.map((one) => {
    const entry = accept.find(({ what, until }) => what.includes(one.what) && until >= config.today);
    if (one.lacks === "use" || entry === undefined) return one;
    return { ...one, accepted: { reason: entry.reason, until: entry.until } };
  });
  const open = new Set(found.filter(({ lacks }) => lacks === "price").map(({ what }) => what));
  const warnings = accept.flatMap(({ what, until }, index) => [
    ...(until < config.today ? [`cost.accept[${index}]: ended on ${until} and accepts nothing.`] : []),
    ...what
      .filter((one) => !open.has(one))
      .map((one) => `cost.accept[${index}].what: the bill has no line "${one}" without a price; remove it.`),
  ]);
  return { notPriced, warnings };
}

export interface Judged {
  ceilingMonthlyUsd: number | undefined;
  monthlyUsd: number;
  items: CostItem[];
  notPriced: NotPriced[];
  region: string;
}

/** Why a stack is above its ceiling, and why that can't be told; nothing without a ceiling. */
export function ceilingProblems({ ceilingMonthlyUsd, monthlyUsd, items, notPriced, region }: Judged): string[] {
  if (ceilingMonthlyUsd === undefined) return [];
  const open = notPriced.filter((one) => one.lacks === "price" && one.accepted === undefined);
  return [
    ...(monthlyUsd > ceilingMonthlyUsd ? [exceeded(monthlyUsd, ceilingMonthlyUsd, items)] : []),
    ...(open.length ? [notJudged(open, region)] : []),
  ];
}

function exceeded(total: number, ceiling: number, items: CostItem[]): string {
  const dearest = [...items].sort((a, b) => b.monthlyUsd - a.monthlyUsd).slice(0, 3);
  const list = dearest.map((item) => `${item.what} $${item.monthlyUsd.toFixed(2)}`).join(", ");
  return (
    `cost.ceilingMonthlyUsd: the stack costs $${total.toFixed(2)} a month at desired size, ` +
    `$${cents(total - ceiling).toFixed(2)} above its ceiling of $${ceiling.toFixed(2)}. The most goes to: ${list}. ` +
    "Set fewer or smaller nodes (nodePools.<pool>.size.desired, instanceTypes), one NAT gateway (network.nat), or a higher ceiling."
  );
}

/** A sum that leaves something out proves nothing: it is refused, and not taken for low. */
function notJudged(open: NotPriced[], region: string): string {
  const list = open.map(({ what, why }) => `${what} (${why})`).join("; ");
  const names = open.map(({ what }) => JSON.stringify(what)).join(", ");
  return (
    `cost.ceilingMonthlyUsd: can't be judged, because ${open.length === 1 ? "1 line" : `${open.length} lines`} of the bill ` +
    `in ${region} ${open.length === 1 ? "lacks" : "lack"} a price: ${list}. Remove or replace what has no price, add the price (npm run prices -- ${region} --from DIR), or ` +
    `accept in writing that the ceiling leaves it out: cost.accept: [{ what: [${names}], reason: <why>, until: <last day> }].`
  );
}
