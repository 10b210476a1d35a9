import { longestGapSeconds } from "../../components/backup/backup-plan";
import type { BackupSettings } from "../../components/backup/settings";
import type { CacheSettings } from "../../components/caches/settings";
import { durationSeconds } from "../../components/shared/duration";

/** The newest copy of a store that it could be brought back from. */
export interface Copy {
  /** How old it can be at worst, seconds; undefined where there is none. */
  ageSeconds: number | undefined;
  /** What makes it. */
  how: string;
  /** How the age comes about. */
  because: string;
  /** What to set for a younger one. */
  set: string;
}

export function noCopy(because: string, set: string): Copy {
  return { ageSeconds: undefined, how: "none", because, set };
}

/** Interval + start window + duration: a job that is within its windows is no failure, so this is what it may take. */
export function vaultCopy({ timesUtc, startWindow, completionWindow }: BackupSettings, ageSeconds: number): Copy {
  const gap = longestGapSeconds(timesUtc);
  const runs = timesUtc.length === 1 ? "once a day" : `${timesUtc.length} times a day`;
  return {
    ageSeconds,
    how: `AWS Backup, ${runs}`,
    because: `${hours(gap)} between two runs, ${startWindow} to start, ${completionWindow} to complete`,
    set: `backups.timesUtc: [${evenly(timesUtc[0] ?? "02:00", timesUtc.length + 1)}]`,
  };
}

/**
 * RDS uploads the log of transactions every 5 minutes:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
 */
export function continuous(days: number): Copy {
  return {
    ageSeconds: durationSeconds("5m"),
    how: `RDS, any point of ${days} days`,
    because: "the log of transactions is uploaded every 5 minutes",
    set: "an objective of 5m or more",
  };
}

/** CloudNativePG closes and archives the log at least every 5 minutes: cloudnative-pg v1.30.0, docs/src/wal_archiving.md. */
export function archived(days: number): Copy {
  return {
    ageSeconds: durationSeconds("5m"),
    how: `archive in S3, any point of ${days} days`,
    because: "the log is archived every 5 minutes at the latest",
    set: "an objective of 5m or more",
  };
}

/** A snapshot a day, begun within its window: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html */
export function cacheCopy({ snapshotRetentionDays, snapshotWindow }: CacheSettings): Copy {
  const set = "recovery.exempt with a reason, where it can be filled again; ElastiCache makes one snapshot a day";
  if (snapshotRetentionDays === 0) return noCopy("snapshotRetentionDays is 0", "snapshotRetentionDays: 1 or more");
  const window = longestWindow(snapshotWindow);
  return {
    ageSeconds: durationSeconds("24h") + window,
    how: "a snapshot a day of its own",
    because: `24h between two snapshots, and the window of ${hours(window)}`,
    set,
  };
}

/** Every version of an object stays for some days, the current one until it is replaced. */
export function versions(days: number): Copy {
  return {
    ageSeconds: 0,
    how: `versions, ${days} days`,
    because: "S3 keeps what is overwritten or deleted",
    set: "nothing",
  };
}

function longestWindow(window: string): number {
  const [from = 0, to = 0] = window.split("-").map((time) => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return hour * 3600 + minute * 60;
  });
  return (to - from + 86_400) % 86_400;
}

/** `count` times of a day, evenly apart, the first of them given: `"02:00", "14:00"`. */
function evenly(first: string, count: number): string {
  const [hour = 0, minute = 0] = first.split(":").map(Number);
  const start = hour * 60 + minute;
  const times = Array.from({ length: count }, (_, index) => Math.round(start + (index * 1440) / count) % 1440);
  const two = (value: number) => String(value).padStart(2, "0");
  return times.map((time) => `"${two(Math.floor(time / 60))}:${two(time % 60)}"`).join(", ");
}

/** `1.5h`, `45m`. */
export function hours(seconds: number): string {
  return seconds < 3600 ? `${Math.ceil(seconds / 60)}m` : `${Number((seconds / 3600).toFixed(1))}h`;
}
