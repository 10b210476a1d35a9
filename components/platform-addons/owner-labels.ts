import type { PlatformContext } from "../shared/context";
import { label } from "../shared/vocabulary";

/** Whose the objects of a chart are: its alerts reach that team, its costs are shared by it. */
export function ownerLabels({ team, costCenter }: PlatformContext): Record<string, string> {
  return { [label.team]: team, [label.costCenter]: costCenter };
}
