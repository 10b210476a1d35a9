import type { ResolvedStack } from "../resolve/stack";
import { storesOf } from "../recovery/stores";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

/** What `recovery` says of single stores must be about stores that there are. */
export function checkRecovery(config: Parameters<typeof storesOf>[0] & Pick<ResolvedStack, "recovery">): CheckResult {
  const { recovery } = config;
  if (!recovery) return {};
  const known = storesOf(config).map(({ path }) => path);
  const problems = (["measured", "exempt"] as const).flatMap((key) =>
    Object.keys(recovery[key])
      .filter((path) => !known.includes(path))
      .map((path) => ({
        path: `recovery.${key}["${path}"]`,
        why: notThere("data store", path, known),
        set: oneOf(known, "nothing: the stack has no data store"),
      })),
  );
  return { problems };
}
