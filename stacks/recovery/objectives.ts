import { durationSeconds } from "../../components/shared/duration";
import type { ResolvedStack } from "../resolve/stack";
import { hours } from "./copies";
import type { RecoverySettings } from "./settings";
import { type Store, storesOf } from "./stores";

/** What of a store is lost at worst, and how long until it is back. */
export interface StoreRecovery {
  path: string;
  /** Age of the newest copy at worst, seconds; null where there is none. */
  lossSeconds: number | null;
  /** What makes the copy, and how its age comes about. */
  copy: string;
  because: string;
  /** Seconds until it is back; null where it can't be. */
  restoreSeconds: number | null;
  restore: string;
  measured: boolean;
  /** Page of docs/runbooks that says how. */
  runbook: string;
  /** Why it need not meet the objectives. */
  exempt: string | null;
}

/** Recovery of a whole stack, against what it promises. */
export interface Recovery {
  rtoSeconds: number | null;
  rpoSeconds: number | null;
  stores: StoreRecovery[];
  /** What the times stand on. */
  assumptions: string[];
  /** A sentence for each store that misses an objective, with what to set. */
  problems: string[];
}

/**
 * Ways to bring a store back: the minutes that the steps of the runbook take without the copying, which for volumes is
 * none (EBS loads what is read from a snapshot, https://docs.aws.amazon.com/ebs/latest/userguide/initalize-volume.html).
 * They are estimates until a drill has measured them.
 */
const ways: Record<Store["way"], { what: string; minutes: number | undefined; runbook: string }> = {
  volume: { what: "a volume from its snapshot", minutes: 25, runbook: "restore-volume" },
  files: { what: "a file system, filled", minutes: 15, runbook: "restore-volume" },
  rds: { what: "a new instance at a point in time", minutes: 40, runbook: "restore-database" },
  cluster: { what: "a new Cluster from the archive, filled", minutes: 20, runbook: "restore-database" },
  cache: { what: "a new cache from its snapshot", minutes: 30, runbook: "restore-database" },
  bucket: { what: "the versions before", minutes: 15, runbook: "restore-namespace" },
  none: { what: "it can't be", minutes: undefined, runbook: "failover" },
};

const noExemption: RecoverySettings["exempt"] = {};

/** Works out the recovery of every store of a stack. Without objectives the table is the same, and nothing is refused. */
export function recoveryOf(config: Parameters<typeof storesOf>[0] & Pick<ResolvedStack, "recovery">): Recovery {
  const { recovery } = config;
  const decide = recovery?.assumptions.decideMinutes ?? 15;
  const rate = recovery?.assumptions.filesMiBPerSecond ?? 100;
  const stores = storesOf(config);
  const rows = stores.map((store): StoreRecovery => {
    const { what, minutes, runbook } = ways[store.way];
    const measured = recovery?.measured[store.path];
    const copying = store.way === "files" || store.way === "cluster" ? store.bytes / (rate * 1024 ** 2) : 0;
    const assumed = minutes === undefined ? null : (decide + minutes) * 60 + copying;
    const restoreSeconds = measured === undefined ? assumed : durationSeconds(measured);
    const lossSeconds = store.copy.ageSeconds ?? null;
    return {
      path: store.path,
      lossSeconds,
      copy: store.copy.how,
      because: store.copy.because,
      restoreSeconds: lossSeconds === null ? null : restoreSeconds,
      restore: what,
      measured: measured !== undefined,
      runbook,
      exempt: (recovery?.exempt ?? noExemption)[store.path]?.reason ?? null,
    };
  });
  return {
    rtoSeconds: recovery ? durationSeconds(recovery.rto) : null,
    rpoSeconds: recovery ? durationSeconds(recovery.rpo) : null,
    stores: rows,
    assumptions: [
      `${decide} minutes until somebody starts to restore (recovery.assumptions.decideMinutes)`,
      `file systems are filled at ${rate} MiB/s (recovery.assumptions.filesMiBPerSecond)`,
    ],
    problems: recovery ? rows.flatMap((row, index) => problemsOf(row, stores[index], recovery)) : [],
  };
}

function problemsOf(row: StoreRecovery, store: Store | undefined, { rpo, rto }: RecoverySettings): string[] {
  if (row.exempt !== null || store === undefined) return [];
  if (row.lossSeconds === null) {
    return [
      `${row.path}: it has no copy that it could be brought back from (${row.because}). Set ${store.copy.set}, or ${exemption(row)}.`,
    ];
  }
  return [
    ...(row.lossSeconds > durationSeconds(rpo)
      ? [
          `${row.path}: its newest copy can be ${hours(row.lossSeconds)} old (${row.because}), older than recovery.rpo, ${rpo}. ` +
            `Set ${store.copy.set}, or ${exemption(row)}.`,
        ]
      : []),
    ...(row.restoreSeconds !== null && row.restoreSeconds > durationSeconds(rto)
      ? [
          `${row.path}: it is back after ${hours(row.restoreSeconds)} (${row.restore}), later than recovery.rto, ${rto}. ` +
            `Set recovery.measured["${row.path}"] to what a drill took, a standby region (docs/runbooks/failover.md), or ${exemption(row)}.`,
        ]
      : []),
  ];
}

function exemption({ path }: StoreRecovery): string {
  return `recovery.exempt["${path}"] with a reason`;
}
