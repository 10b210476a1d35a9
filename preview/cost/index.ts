import type { PlatformConfig } from "../../stacks/schema";
import type { RecordedResource } from "../recorded";
import type { Cost } from "./items";

export type { Cost };

/** What the recorded resources cost a month at their desired size. */
export function costOf(_resources: RecordedResource[], _config: PlatformConfig): Cost {
  return { document: { monthlyUsd: 0, items: [] }, items: [], notPriced: [], assumptions: [], problems: [] };
}
