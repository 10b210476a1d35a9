import type { PoolRef } from "../../../shared/refs";
import { label } from "../../../shared/vocabulary";
import type { KarpenterSettings } from "./settings";

/** Karpenter's node pools as services see them, by name: the label and the taints that their nodes get. */
export function karpenterPools(settings: Pick<KarpenterSettings, "nodePools"> | undefined): Record<string, PoolRef> {
  return Object.fromEntries(
    Object.entries(settings?.nodePools ?? {}).map(([name, pool]): [string, PoolRef] => [
      name,
      {
        labels: { [label.pool]: name },
        taints: pool.taints,
        architectures: pool.architectures,
        capacity: pool.capacity.includes("spot") ? "spot" : "on-demand",
      },
    ]),
  );
}
