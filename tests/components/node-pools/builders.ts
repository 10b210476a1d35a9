import { type z } from "zod";
import { type PoolSpec, poolSpec } from "../../../components/node-pools/pool-spec";
import type { NodePoolsArgs } from "../../../components/node-pools/node-pools";
import { nodePoolsSettings, type NodePoolsSettings, type PoolSettings } from "../../../components/node-pools/settings";
import { splitRemedy } from "../../../components/shared/problem";
import { clusterRef, networkRef, platformContext } from "../../support/builders";

const schema = nodePoolsSettings({ diskGiB: 80, repair: true, updatePercentage: 33 });

/** A pool as a stack writes it, valid by default. */
export function pool(deviation: Record<string, unknown> = {}): Record<string, unknown> {
  return { instanceTypes: ["m7i.large"], size: { min: 1, desired: 1, max: 3 }, ...deviation };
}

/** The parsed settings of pools; throws when they are not valid. */
export function pools(given: Record<string, unknown>): NodePoolsSettings {
  return schema.parse(given);
}

/** The parsed settings of one pool. */
export function poolSettings(deviation: Record<string, unknown> = {}): PoolSettings {
  const { general } = pools({ general: pool(deviation), system: pool({ system: true }) });
  if (!general) throw new Error("no pool");
  return general;
}

/** The plan of one pool in three zones with prefix delegation. */
export function spec(deviation: Record<string, unknown> = {}, prefixDelegation = true): PoolSpec {
  const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
  return poolSpec("general", poolSettings(deviation), { zones, prefixDelegation });
}

/** What is wrong with pools: path, reason and remedy of each problem. */
export function problemsOf(given: Record<string, unknown>): { path: string; why: string; set: string | undefined }[] {
  const parsed = schema.safeParse(given);
  return (parsed.error?.issues ?? []).map((issue: z.core.$ZodIssue) => ({
    path: issue.path.map(String).join("."),
    ...splitRemedy(issue.message),
  }));
}

export function nodePoolsArgs(deviation: Partial<NodePoolsArgs> = {}): NodePoolsArgs {
  return {
    context: platformContext(),
    settings: pools({ general: pool() }),
    network: networkRef(),
    cluster: clusterRef(),
    images: { al2023: "1.36.4-20260930", bottlerocket: "1.66.0-1ad6b4a4" },
    ...deviation,
  };
}
