import type { RecordedResource } from "../recorded";
import type { CostGroup, CostItem, Line } from "./items";
import { cents, hoursPerMonth } from "./items";

/** A quantity at a price. Charges of the same thing are added up to one line of the estimate. */
export interface Charge {
  group: CostGroup;
  what: string;
  quantity: number;
  /** What the quantity counts, for the basis: `gateway`, `GB`. Left out: the things that `what` names. */
  unit?: string;
  /** US dollars for one of it; undefined where the region's table has none. */
  usd: number | undefined;
  per: "hour" | "month";
  /** What was assumed. */
  note?: string;
  /** Quantity with every pool at its smallest and largest size. */
  range?: { min: number; max: number };
  /** Resource that is paid for; none where the whole stack causes it (traffic). */
  owner?: RecordedResource;
}

/** A charge in US dollars a month, unrounded; undefined where it has no price. */
export function monthlyOf({ usd, per }: Pick<Charge, "usd" | "per">, quantity: number): number | undefined {
  return usd === undefined ? undefined : quantity * usd * (per === "hour" ? hoursPerMonth : 1);
}

/** The same charges, paid for a resource. */
export function ownedBy(owner: RecordedResource, charges: Charge[]): Charge[] {
  return charges.map((charge) => ({ ...charge, owner }));
}

/** Adds charges of the same thing up, in the order in which each came first. */
export function linesOf(charges: Charge[]): Line[] {
  const merged = new Map<string, Charge>();
  for (const charge of charges) {
    const key = [charge.group, charge.what, charge.usd, charge.per, charge.note].join("\u0000");
    const known = merged.get(key);
    merged.set(key, known ? sum(known, charge) : charge);
  }
  return [...merged.values()].map(line);
}

function sum(one: Charge, other: Charge): Charge {
  const [a, b] = [bounds(one), bounds(other)];
  const range = one.range || other.range ? { range: { min: a.min + b.min, max: a.max + b.max } } : {};
  return { ...one, quantity: one.quantity + other.quantity, ...range };
}

function bounds(charge: Charge): { min: number; max: number } {
  return charge.range ?? { min: charge.quantity, max: charge.quantity };
}

function line(charge: Charge): Line {
  const { group, what, usd } = charge;
  if (usd === undefined) return { what, why: "the region's price table has no price for it", lacks: "price" };
  const monthly = (quantity: number) => cents(monthlyOf(charge, quantity) ?? 0);
  const item: CostItem = { what, monthlyUsd: monthly(charge.quantity), basis: basis(charge, usd), group };
  if (!charge.range) return item;
  return { ...item, range: { minMonthlyUsd: monthly(charge.range.min), maxMonthlyUsd: monthly(charge.range.max) } };
}

function basis(charge: Charge, usd: number): string {
  const count = `${plain(charge.quantity)}${charge.unit === undefined ? "" : ` ${charge.unit}`}`;
  const price = charge.per === "hour" ? `$${plain(usd)} an hour × ${hoursPerMonth} h` : `$${plain(usd)} a month`;
  return `${count} × ${price}${charge.note === undefined ? "" : `; ${charge.note}`}`;
}

/** A number without digits that floating point made up. */
function plain(value: number): string {
  return String(Number(value.toPrecision(8)));
}
