import type { Cost } from "../cost";
import { dollars } from "./style";

type Bill = Pick<Cost["document"], "monthlyUsd" | "ceilingMonthlyUsd" | "notPriced" | "prices">;

/** The bill in one phrase: the sum and its ceiling, and what the sum leaves out. A sum without `at least` is whole. */
export function billText({ monthlyUsd, ceilingMonthlyUsd, notPriced, prices }: Bill): string {
  const ceiling = ceilingMonthlyUsd === null ? "" : ` of at most ${dollars(ceilingMonthlyUsd)}`;
  const missing = missingText(notPriced);
  if (prices.date === null) return `cost not known${ceiling}: no prices for ${prices.region}`;
  return missing === ""
    ? `${dollars(monthlyUsd)} a month${ceiling}`
    : `at least ${dollars(monthlyUsd)} a month${ceiling} (partial: ${missing})`;
}

function missingText(notPriced: Bill["notPriced"]): string {
  const count = (of: (one: Bill["notPriced"][number]) => boolean) => notPriced.filter(of).length;
  return [
    { number: count(({ lacks, accepted }) => lacks === "price" && !accepted), what: "without a price" },
    { number: count(({ accepted }) => accepted !== undefined), what: "without a price by cost.accept" },
    { number: count(({ lacks }) => lacks === "use"), what: "by use not stated" },
  ]
    .flatMap(({ number, what }) => (number ? [`${number} ${what}`] : []))
    .join(", ");
}

/** A line of the bill without a figure: what it is, why it has none, and who accepted that. */
export function notPricedText({ what, why, lacks, accepted }: Bill["notPriced"][number]): string {
  const mark = lacks === "price" ? "no price: " : "";
  return `${what}: ${mark}${why}${accepted ? `; accepted until ${accepted.until}: ${accepted.reason}` : ""}`;
}
