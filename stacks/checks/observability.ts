import { isCopied } from "../../components/observability/copies/settings";
import type { ObservabilitySettings } from "../../components/observability/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface ObservabilityView {
  observability?: ObservabilitySettings | undefined;
  nodePools: Record<string, { localDisks: "unused" | "raid0"; taints: unknown[] }>;
  buckets: Record<string, { expireAfterDays?: number | undefined }>;
}

/** Where Prometheus runs, against the pools that there are; where copies go, against the buckets. */
export function checkObservability({ observability, nodePools, buckets }: ObservabilityView): CheckResult {
  if (!observability) return {};
  const { pool, localDisk } = observability.prometheus;
  const { otherwise, routes } = observability.alertmanager;
  const told = otherwise !== undefined || routes.length > 0;
  return {
    warnings: told
      ? []
      : [
          "observability.alertmanager: no alert reaches anybody; set channels and otherwise, for example to a Slack channel (docs/alerting.md)",
        ],
    problems: [
      ...(pool === undefined ? [] : poolProblems(pool, localDisk !== undefined, nodePools)),
      ...copyProblems(observability, buckets),
    ],
  };
}

function copyProblems(
  { copies, prometheus }: ObservabilitySettings,
  buckets: ObservabilityView["buckets"],
): ConfigProblem[] {
  if (!copies) return [];
  const { bucket: name } = copies;
  const bucket = buckets[name];
  const snapshots = isCopied(copies, "metrics");
  const days = bucket?.expireAfterDays;
  const problems: ConfigProblem[] = [];
  if (snapshots && days === undefined) {
    const why = "keeps every block of Prometheus for ever: no day comes on which copies are deleted";
    problems.push({ path: `buckets.${name}`, why, set: `expireAfterDays, ${prometheus.retentionDays} or more` });
  } else if (snapshots && days !== undefined && days < prometheus.retentionDays) {
    const why = `is less than observability.prometheus.retentionDays, ${prometheus.retentionDays}: blocks would be deleted and sent again`;
    problems.push({ path: `buckets.${name}.expireAfterDays`, why, set: `${prometheus.retentionDays} or more` });
  }
  if (snapshots && prometheus.localDisk) {
    const why = "has no volume to read: Prometheus keeps its metrics on local disks";
    problems.push({ path: "observability.copies.metrics", why, set: "never, with prometheus.remoteWrite for a copy" });
  }
  return problems;
}

function poolProblems(name: string, local: boolean, pools: ObservabilityView["nodePools"]): ConfigProblem[] {
  const path = "observability.prometheus.pool";
  const pool = pools[name];
  return [
    ...(pool?.taints.length
      ? [
          {
            path,
            given: `"${name}"`,
            why: "has taints of its own, which Prometheus does not tolerate",
            set: "a pool without taints; dedicated: true may be",
          },
        ]
      : []),
    ...(local && pool?.localDisks !== "raid0"
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
