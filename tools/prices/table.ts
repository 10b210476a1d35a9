import { type Offer, readOffer, type Row } from "./rows";
import { isUsage, offerCodes, type PriceRule, priceRules, usageOf } from "./rules";

export interface Table {
  region: string;
  currency: "USD";
  date: string;
  sources: Record<string, string>;
  instanceSources: { default: string; bareMetal: string };
  instances: Record<string, number>;
  services: Record<string, { usd: number; unit: string; source: string }>;
}

export interface Made {
  table: Table;
  /** Offer files that were not among those given. */
  missing: string[];
  /** Keys that have no row, or rows of different prices: they stay without a price. */
  unpriced: { key: string; why: string }[];
}

/** Makes a region's table from offer files, each read once and row by row. */
export async function tableFrom(region: string, files: string[]): Promise<Made> {
  const found = new Map<string, Set<number>>();
  const instances = new Map<string, Set<number>>();
  const offers: Offer[] = [];
  for (const file of files) {
    const offer = await readOffer(file, (row, { code }) => {
      if (!counts(row, region)) return;
      note(instances, instanceOf(code, row), Number(row["priceperunit"]));
      for (const [key, usd] of pricesIn(code, row)) note(found, key, usd);
    });
    if (offer.code) offers.push(offer);
  }
  const unpriced = priceRules.filter(({ key }) => !found.has(key)).map(({ key }) => ({ key, why: "no row" }));
  const services: Table["services"] = {};
  for (const [key, values] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [usd, ...others] = values;
    if (usd === undefined || others.length) unpriced.push({ key, why: `${values.size} rows of different prices` });
    else services[key] = { usd, unit: unitOf(key), source: "aws-price-list" };
  }
  const dates = offers.map(({ date }) => date).sort();
  const codes = offers.map(({ code, date }) => `${code} ${date}`).join(", ");
  return {
    table: {
      region,
      currency: "USD",
      date: dates.at(-1) ?? "",
      sources: { "aws-price-list": `AWS Price List, offer files of ${region} by publication: ${codes}` },
      instanceSources: { default: "aws-price-list", bareMetal: "aws-price-list" },
      instances: onlyOne(instances),
      services,
    },
    missing: offerCodes.filter((code) => !offers.some((offer) => offer.code === code)),
    unpriced: unpriced.sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

/** On demand, in dollars, of the region, and not one of the rows of price 0 that stand for what is covered or not sold. */
function counts(row: Row, region: string): boolean {
  const of = row["regioncode"] ?? "";
  return (
    row["termtype"] === "OnDemand" &&
    row["currency"] === "USD" &&
    Number(row["priceperunit"]) > 0 &&
    (of === region || of === "")
  );
}

/** Linux on shared hardware, without licences, in use: not dedicated, reserved capacity or Windows. */
function instanceOf(code: string, row: Row): string | undefined {
  const type = row["instancetype"] ?? "";
  const plain =
    code === "AmazonEC2" &&
    isUsage(row, `BoxUsage:${type}`) &&
    row["operatingsystem"] === "Linux" &&
    row["tenancy"] === "Shared" &&
    (row["preinstalleds/w"] ?? "NA") === "NA" &&
    row["capacitystatus"] === "Used";
  return plain ? type : undefined;
}

function pricesIn(code: string, row: Row): [string, number][] {
  const usd = Number(row["priceperunit"]);
  const byRule = priceRules
    .filter((rule) => rule.offer === code && isUsage(row, rule.usage) && (rule.where?.(row) ?? true))
    .map((rule): [string, number] => [rule.key, Number((usd * times(rule, row)).toPrecision(10))]);
  const key = classKey(code, row);
  return key === undefined ? byRule : [...byRule, [key, usd]];
}

function times({ times: given = 1 }: PriceRule, row: Row): number {
  return typeof given === "number" ? given : given(row);
}

/** Keys of database and cache classes, which the files name by themselves. */
function classKey(code: string, row: Row): string | undefined {
  const [, kind, type] = /^(InstanceUsage|Multi-AZUsage|NodeUsage):(.+)$/.exec(usageOf(row)) ?? [];
  if (code === "AmazonRDS" && row["databaseengine"] === "PostgreSQL" && kind !== "NodeUsage" && type !== undefined) {
    return `rds.postgres.${type}.${kind === "InstanceUsage" ? "single" : "multi-az"}`;
  }
  if (code === "AmazonElastiCache" && kind === "NodeUsage" && row["cacheengine"] === "Valkey")
    return `elasticache.valkey.${type}`;
  return undefined;
}

function unitOf(key: string): string {
  return priceRules.find((rule) => rule.key === key)?.unit ?? "hour";
}

function note(map: Map<string, Set<number>>, key: string | undefined, usd: number): void {
  if (key === undefined) return;
  const values = map.get(key) ?? new Set();
  values.add(usd);
  map.set(key, values);
}

/** Types with one price, in alphabetical order. */
function onlyOne(map: Map<string, Set<number>>): Record<string, number> {
  const entries = [...map].flatMap(([key, values]) => {
    const [usd, ...others] = values;
    return usd === undefined || others.length ? [] : [[key, usd] as const];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
