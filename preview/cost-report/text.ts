import { billText, notPricedText } from "../text/bill";
import { dollars, type Style } from "../text/style";
import type { Explanation } from "./explain";
import type { CostDocument, Difference } from "./document";

const amounts = [
  { title: "fewest", right: true },
  { title: "a month", right: true },
  { title: "most", right: true },
];

/** The bill, its parts and what is not in it. */
export function billLines(document: CostDocument, style: Style): string[] {
  const { stack, by, shares, monthlyUsd, range, notPriced, assumptions, prices } = document;
  const row = (name: string, usd: number, span: CostDocument["range"]) => [
    name,
    dollars(span.minMonthlyUsd),
    dollars(usd),
    dollars(span.maxMonthlyUsd),
  ];
  const aside = "smallest pools and fewest replicas, desired size, largest pools and most replicas";
  return [
    style.heading(`Cost of ${stack} by ${by}`, aside),
    ...style.table(
      [{ title: by }, ...amounts],
      [...shares.map((share) => row(share.name, share.monthlyUsd, share.range)), row("total", monthlyUsd, range)],
    ),
    "",
    ...style.wrapped(`${billText(document)}; list prices of ${prices.region}, ${prices.date ?? "none"}.`),
    ...style.wrapped(`Assumed: ${assumptions.join("; ")}.`),
    ...(notPriced.length ? ["", style.heading("Not priced", "paid for, but not in the sum")] : []),
    ...notPriced.flatMap((one) => style.wrapped(notPricedText(one), "  - ")),
    "",
  ];
}

export function differenceLines(against: string, differences: Difference[], style: Style): string[] {
  const columns = [
    { title: "" },
    { title: against, right: true },
    { title: "here", right: true },
    { title: "difference", right: true },
  ];
  const rows = differences.map(({ name, beforeUsd, afterUsd, differenceUsd }) => [
    name,
    dollars(beforeUsd),
    dollars(afterUsd),
    `${differenceUsd < 0 ? "-" : "+"}${dollars(Math.abs(differenceUsd))}`,
  ]);
  return [style.heading(`Against ${against}`), ...style.table(columns, rows), ""];
}

export function whatIfLines({ whatIf = [] }: CostDocument, style: Style): string[] {
  if (!whatIf.length) return [];
  const columns = [{ title: "what if" }, { title: "saves a month", right: true }, { title: "arithmetic", grow: true }];
  const rows = whatIf.map(({ what, savesUsd, arithmetic }) => [
    what,
    savesUsd === null ? "not known" : dollars(savesUsd),
    arithmetic,
  ]);
  return [style.heading("What if", "each by itself; they do not add up"), ...style.table(columns, rows), ""];
}

/** What a line of the config costs at the margin. */
export function explanationLines({ stack, path, given, steps }: Explanation, style: Style): string[] {
  const columns = [
    { title: path },
    ...amounts,
    { title: "fewest", right: true },
    { title: "a month", right: true },
    { title: "most", right: true },
    { title: "", grow: true },
  ];
  const change = (usd: number) => (usd === 0 ? "same" : `${usd < 0 ? "-" : "+"}${dollars(Math.abs(usd))}`);
  const rows = [given, ...steps].map(({ value, monthlyUsd = 0, range, difference, refused }) =>
    refused !== undefined || !range
      ? [value, "", "", "", "", "", "", `refused: ${refused}`]
      : [
          value,
          ...[range.minMonthlyUsd, monthlyUsd, range.maxMonthlyUsd].map(dollars),
          ...(difference ? [difference.minUsd, difference.monthlyUsd, difference.maxUsd].map(change) : ["", "", ""]),
          difference ? "" : "as it is",
        ],
  );
  return [
    style.heading(`What ${path} costs in ${stack}`, "the bill, then the difference"),
    ...style.table(columns, rows),
    "",
  ];
}
