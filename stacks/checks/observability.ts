import type { ObservabilitySettings } from "../../components/observability/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface ObservabilityView {
  observability?: ObservabilitySettings | undefined;
  nodePools: Record<string, { localDisks: "unused" | "raid0"; taints: unknown[] }>;
}

/** Where Prometheus runs, against the pools that there are. */
export function checkObservability({ observability, nodePools }: ObservabilityView): CheckResult {
  const { pool: name, localDisk } = observability?.prometheus ?? {};
  if (name === undefined) return {};
  return { problems: poolProblems(name, localDisk !== undefined, nodePools) };
}

function poolProblems(name: string, local: boolean, pools: ObservabilityView["nodePools"]): ConfigProblem[] {
  const path = "observability.prometheus.pool";
  const pool = pools[name];
  if (!pool) {
    return [
      {
        path,
        given: `"${name}"`,
        why: "is none of the stack's node pools",
        set: `one of ${Object.keys(pools).join(", ")}`,
      },
    ];
  }
  return [
    ...(pool.taints.length
      ? [
          {
            path,
            given: `"${name}"`,
            why: "has taints of its own, which Prometheus does not tolerate",
            set: "a pool without taints; dedicated: true may be",
          },
        ]
      : []),
    ...(local && pool.localDisks !== "raid0"
      ? [
          {
            path: "observability.prometheus.localDisk",
            why: `needs local disks, which pool ${name} does not join`,
            set: `localDisks: raid0 in nodePools.${name}, with an instance type that has some`,
          },
        ]
      : []),
  ];
}
