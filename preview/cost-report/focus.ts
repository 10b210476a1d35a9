import { type Charge, monthlyOf } from "../cost/charge";
import { hoursPerMonth } from "../cost/items";
import type { Plan } from "../plan";
import { at } from "../view";
import { serviceOf } from "./focus-services";

/** A value of a cell; null is empty, as FOCUS writes nulls in CSV. */
type Cell = string | number | null;

/**
 * The bill as rows of FOCUS 1.2 (https://focus.finops.org/focus-specification/v1-2): all of its columns in alphabetical
 * order, a row for each priced charge, and a column of one's own that marks them as an estimate. No invoice stands behind
 * it: every cost is the list price, and what has no price has no row.
 */
export function focusText(plan: Pick<Plan, "cost" | "config" | "view">): string {
  const rows = plan.cost.charges.flatMap((charge) => rowOf(charge, plan));
  const header = Object.keys(rows[0] ?? {});
  return `${[header, ...rows.map((row) => Object.values(row))].map((cells) => cells.map(csv).join(",")).join("\n")}\n`;
}

function rowOf(charge: Charge, { config, view }: Pick<Plan, "config" | "view">): Record<string, Cell>[] {
  const cost = monthlyOf(charge, charge.quantity);
  if (cost === undefined || charge.usd === undefined || charge.quantity === 0) return [];
  const { region, accountId } = config.aws;
  const [start, end] = monthOf(config.today);
  const { name, category, subcategory } = serviceOf(charge);
  const { quantity, unit } = amountOf(charge);
  const { owner } = charge;
  const inputs = owner ? view.inputs(owner) : {};
  return [
    {
      AvailabilityZone: null,
      BilledCost: cost,
      BillingAccountId: accountId,
      BillingAccountName: null,
      BillingAccountType: "AWS account",
      BillingCurrency: "USD",
      BillingPeriodEnd: end,
      BillingPeriodStart: start,
      CapacityReservationId: null,
      CapacityReservationStatus: null,
      ChargeCategory: "Usage",
      ChargeClass: null,
      ChargeDescription: `Estimate: ${[charge.what, charge.note].filter(Boolean).join("; ")}`,
      ChargeFrequency: "Usage-Based",
      ChargePeriodEnd: end,
      ChargePeriodStart: start,
      CommitmentDiscountCategory: null,
      CommitmentDiscountId: null,
      CommitmentDiscountName: null,
      CommitmentDiscountQuantity: null,
      CommitmentDiscountStatus: null,
      CommitmentDiscountType: null,
      CommitmentDiscountUnit: null,
      ConsumedQuantity: quantity,
      ConsumedUnit: unit,
      ContractedCost: cost,
      ContractedUnitPrice: charge.usd,
      EffectiveCost: cost,
      InvoiceId: null,
      InvoiceIssuerName: "AWS",
      ListCost: cost,
      ListUnitPrice: charge.usd,
      // A discount that is assumed is no commitment's, and spot's price is not known.
      PricingCategory: charge.note?.includes(" % off") ? "Other" : "Standard",
      PricingCurrency: "USD",
      PricingCurrencyContractedUnitPrice: charge.usd,
      PricingCurrencyEffectiveCost: cost,
      PricingCurrencyListUnitPrice: charge.usd,
      PricingQuantity: quantity,
      PricingUnit: unit,
      ProviderName: "AWS",
      PublisherName: "AWS",
      RegionId: region,
      RegionName: region,
      ...resourceCells(owner),
      ServiceCategory: category,
      ServiceName: name,
      ServiceSubcategory: subcategory,
      SkuId: null,
      SkuMeter: null,
      SkuPriceDetails: null,
      SkuPriceId: null,
      SubAccountId: accountId,
      SubAccountName: null,
      SubAccountType: "AWS account",
      Tags: tagsText(at(inputs, "tags") ?? at(inputs, "metadata", "labels")),
      x_Estimate: "true",
    },
  ];
}

function amountOf(charge: Charge): { quantity: number; unit: string } {
  if (charge.per === "hour") return { quantity: charge.quantity * hoursPerMonth, unit: "Hours" };
  return { quantity: charge.quantity, unit: charge.unit === "GB" ? "GB-Months" : "Months" };
}

function resourceCells(owner: Charge["owner"]): Record<string, Cell> {
  return { ResourceId: owner?.urn ?? null, ResourceName: owner?.name ?? null, ResourceType: owner?.type ?? null };
}

/** First day of the month of a date and of the next, as FOCUS writes times. */
function monthOf(today: string): [string, string] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const first = (index: number) => new Date(Date.UTC(year, index, 1)).toISOString().replace(".000Z", "Z");
  return [first(month - 1), first(month)];
}

function tagsText(tags: unknown): string | null {
  return typeof tags === "object" && tags !== null ? JSON.stringify(tags) : null;
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
function csv(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "number" ? String(Number(cell.toFixed(10))) : cell;
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
