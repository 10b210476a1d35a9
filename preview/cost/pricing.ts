import type { ResolvedStack } from "../../stacks/resolve/stack";
import type { View } from "../view";
import type { PriceTable } from "./prices";

/** The part of a stack's config that the estimate reads. */
export type CostConfig = Pick<ResolvedStack, "cost" | "today"> & {
  aws: Pick<ResolvedStack["aws"], "region">;
  network: Pick<ResolvedStack["network"], "zones">;
  nodePools: Record<string, Pick<ResolvedStack["nodePools"][string], "offPeak">>;
};

/** What every part of the estimate needs: the recording, the config and the prices of the region. */
export interface Pricing {
  view: View;
  config: CostConfig;
  /** Zones of the network, where a resource doesn't name its own. */
  zones: number;
  /** US dollars an hour of an instance type. */
  instance(type: string): number | undefined;
  /** US dollars of one unit of a service, by its key in the table. */
  service(key: string): number | undefined;
}

export function pricing(view: View, config: CostConfig, table: PriceTable | undefined): Pricing {
  return {
    view,
    config,
    zones: config.network.zones.length,
    instance: (type) => price(table?.instances[type]),
    service: (key) => price(table?.services[key]?.usd),
  };
}

/** A figure of a table; one that can't be a price, such as 0 for what isn't sold, is none. */
function price(usd: unknown): number | undefined {
  return typeof usd === "number" && Number.isFinite(usd) && usd > 0 ? usd : undefined;
}
