/** A step of a price that falls with the quantity. */
export interface Tier {
  /** Key of the price in the region's table. */
  key: string;
  /** Quantity of a month up to which it is the price, the earlier steps included; without one, for all that is left. */
  upTo?: number;
}

/** https://aws.amazon.com/ec2/pricing/on-demand/ (Data Transfer): a terabyte of AWS is 1,024 GB. */
export const internetTiers: Tier[] = [
  { key: "transfer.internet-out", upTo: 10 * 1024 },
  { key: "transfer.internet-out-next-40tb", upTo: 50 * 1024 },
  { key: "transfer.internet-out-next-100tb", upTo: 150 * 1024 },
  { key: "transfer.internet-out-above-150tb" },
];

/** https://aws.amazon.com/s3/pricing/ */
export const standardTiers: Tier[] = [
  { key: "s3.standard", upTo: 50 * 1024 },
  { key: "s3.standard-next-450tb", upTo: 500 * 1024 },
  { key: "s3.standard-above-500tb" },
];

/** A quantity by the steps of its price; `from` says above which amount a later step begins. */
export function tiered(quantity: number, tiers: Tier[]): { key: string; from: string; amount: number }[] {
  let below = 0;
  return tiers.flatMap(({ key, upTo = Infinity }, index) => {
    const amount = Math.max(0, Math.min(quantity, upTo) - below);
    const from = index ? ` above ${below.toLocaleString("en-US")}` : "";
    below = upTo;
    return amount || !index ? [{ key, from, amount }] : [];
  });
}
