import type { NetworkDefaults } from "../components/network/settings";
import type { CostDefaults } from "./cost-settings";

/** Names of the tiers, strictest first. */
export const tierNames = ["production", "staging", "development"] as const;

export type TierName = (typeof tierNames)[number];

/** Everything that a tier decides when a stack does not. */
export interface Tier {
  network: NetworkDefaults;
  cost: CostDefaults;
}

/**
 * The tiers side by side: what differs between production and the rest is this table and nothing else. A stack
 * overrides any value in its YAML; `platform:tier` chooses the column.
 */
export const tiers: Record<TierName, Tier> = {
  production: {
    network: { nat: "one-per-zone", flowLogRetentionDays: 90 },
    cost: { spotDiscount: 0.5 },
  },
  staging: {
    network: { nat: "one", flowLogRetentionDays: 30 },
    cost: { spotDiscount: 0.5 },
  },
  development: {
    network: { nat: "one", flowLogRetentionDays: 7 },
    cost: { spotDiscount: 0.5 },
  },
};
