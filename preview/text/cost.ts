import { costGroups } from "../cost/items";
import type { Plan } from "../plan";
import { notPricedText } from "./bill";
import { dollars, type Style } from "./style";

/** What the stack costs a month, each line with its basis, and what has no figure. */
export function costLines({ cost }: Plan, style: Style): string[] {
  const { items, notPriced, assumptions, monthlyUsd, range, ceilingMonthlyUsd, prices } = cost.document;
  const columns = [{ title: "" }, { title: "what" }, { title: "a month", right: true }, { title: "basis", grow: true }];
  const rows = costGroups.flatMap((group) =>
    items
      .filter((item) => item.group === group)
      .map((item, index) => [index ? "" : group, item.what, dollars(item.monthlyUsd), item.basis]),
  );
  const what = notPriced.length ? "total of what has a price" : "total at desired size";
  const total = ["", what, dollars(monthlyUsd), ceilingText(monthlyUsd, ceilingMonthlyUsd)];
  const span = [
    "",
    "all pools smallest to largest",
    "",
    `${dollars(range.minMonthlyUsd)} to ${dollars(range.maxMonthlyUsd)}`,
  ];
  const aside =
    prices.date === null ? `no prices for ${prices.region}` : `${prices.region}, list prices of ${prices.date}`;
  return [
    style.heading("Cost", aside),
    ...style.table(columns, [...rows, total, ...(range.minMonthlyUsd === range.maxMonthlyUsd ? [] : [span])]),
    ...style.wrapped(`Assumed: ${assumptions.join("; ")}.`, "  "),
    ...(notPriced.length ? ["", style.heading("Not priced", "paid for, but not in the sum")] : []),
    ...style.some(notPriced, 20, (one) => style.wrapped(notPricedText(one), "  - ")),
    "",
  ];
}

function ceilingText(total: number, ceiling: number | null): string {
  if (ceiling === null) return "no ceiling (cost.ceilingMonthlyUsd)";
  const left = ceiling - total;
  return `ceiling ${dollars(ceiling)}: ${left < 0 ? `${dollars(-left)} over` : `${dollars(left)} left`}`;
}
