import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A dated table of list prices of one region, as `preview/cost/prices/<region>.json` holds it. */
export interface PriceTable {
  region: string;
  currency: string;
  /** Day on which the prices were read. */
  date: string;
  sources: unknown;
  /** On-demand Linux price by instance type, US dollars an hour. */
  instances: Record<string, number>;
  services: Record<string, { usd: number; unit: string; source: string }>;
}

/** Prices of a region; undefined where there is no table for it. */
export function pricesOf(region: string, directory = join(__dirname, "prices")): PriceTable | undefined {
  const file = join(directory, `${region}.json`);
  if (!/^[a-z0-9-]+$/.test(region) || !existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as PriceTable;
}
