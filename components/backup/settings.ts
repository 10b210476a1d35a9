import { z } from "zod";
import { duration, durationSeconds } from "../shared/duration";
import { pattern, report } from "../shared/problem";

/** What a tier decides about backups when a stack does not. */
export interface BackupDefaults {
  retentionDays: number;
}

/**
 * Days that a recovery point stays in cold storage at least, so that a lifecycle with fewer is refused.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
 */
export const leastColdDays = 90;

/**
 * Least minutes of a start window, and by how many a completion window exceeds it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html
 */
const leastWindowSeconds = 3600;

const region = pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region", "a region such as us-west-2");

const window = duration(["m", "h"], "1h");

const lock = z
  .strictObject({
    minRetentionDays: z
      .int()
      .min(1)
      .optional()
      .describe("Days before which no one deletes a recovery point. Left out: as long as backups are kept."),
    compliance: z
      .strictObject({
        coolingOffDays: z.int().min(3).describe("Days in which the lock can still be taken back."),
        reason: z.string().min(1).describe("Why no one, AWS and the account's root included, may ever lift it."),
      })
      .optional()
      .describe(
        "Makes the lock final after the cooling-off time: vault and backups can then not be deleted before their time, nor the lock " +
          "changed. Left out: who may `backup:DeleteBackupVaultLockConfiguration` can lift it (governance mode).",
      ),
  })
  .prefault({})
  .describe("Vault Lock: backups can't be deleted or given a shorter life before their time.");

const restoreTests = z
  .strictObject({
    day: z.enum(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]).default("SUN").describe("Day of the week."),
    hourUtc: z.int().min(0).max(23).default(5).describe("Hour from which on, UTC."),
    keepHours: z
      .int()
      .min(1)
      .max(168)
      .default(1)
      .describe("Hours that what was restored stays, and is paid for, so that it can be looked into."),
  })
  .describe(
    "Every week the newest backup of each kind of store is restored beside the original, and deleted again: the time it takes is in the job. " +
      "Paid for as what is restored, for some hours.",
  );

/** What a stack may say about the backups of its data. */
export function backupSettings(defaults: BackupDefaults) {
  return z
    .strictObject({
      timesUtc: z
        .array(pattern(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time of day", 'hh:mm in quotes, such as "02:00"'))
        .min(1)
        .default(["02:00"])
        .describe(
          "Times of day at which everything is backed up, UTC. The newest copy is as old as the longest gap between two, with both windows.",
        ),
      startWindow: window
        .default("1h")
        .describe("Time within which a backup starts, at least 1h: jobs of one time are spread over it."),
      completionWindow: window
        .default("3h")
        .describe("Time within which it is complete, else it fails; at least an hour more than `startWindow`."),
      retentionDays: z.int().min(1).default(defaults.retentionDays).describe("Days that a backup is kept."),
      coldAfterDays: z
        .int()
        .min(1)
        .optional()
        .describe(
          "Days after which file systems go to cold storage, at a fifth of the price. Backups then stay at least 90 days more.",
        ),
      copyTo: z
        .strictObject({
          region: region.describe("Another region, which has the backups when the stack's own is lost."),
          retentionDays: z.int().min(1).optional().describe("Days that a copy is kept. Left out: as the original."),
        })
        .optional()
        .describe("Copies every backup to a vault in a second region. Paid for by the gigabyte sent and kept."),
      lock,
      restoreTests: restoreTests.optional(),
      emails: z
        .array(z.email())
        .default([])
        .describe("Who is told of jobs that fail or do not run. Each address confirms once, by a mail from AWS."),
    })
    .superRefine((given, ctx) => {
      const [start, complete] = [given.startWindow, given.completionWindow].map(durationSeconds) as [number, number];
      if (start < leastWindowSeconds) {
        report(ctx, { path: ["startWindow"], why: "is less than AWS Backup's least, 60 minutes", set: "1h or more" });
      }
      if (complete < start + leastWindowSeconds) {
        report(ctx, {
          path: ["completionWindow"],
          why: `is not an hour more than startWindow, ${given.startWindow}`,
          set: `${(start + leastWindowSeconds) / 60}m or more`,
        });
      }
      if (new Set(given.timesUtc).size < given.timesUtc.length) {
        report(ctx, { path: ["timesUtc"], why: "names a time twice", set: "each time once" });
      }
      for (const [path, days] of retentions(given)) reportCold(ctx, path, days, given.coldAfterDays);
      reportLock(ctx, given);
    });
}

type Given = {
  retentionDays: number;
  coldAfterDays?: number | undefined;
  copyTo?: { retentionDays?: number | undefined } | undefined;
  lock: { minRetentionDays?: number | undefined };
};

/** Every retention that is said, with its path. */
function retentions({ retentionDays, copyTo }: Given): [PropertyKey[], number][] {
  const copy = copyTo?.retentionDays;
  return [[["retentionDays"], retentionDays], ...(copy === undefined ? [] : [copyRetention(copy)])];
}

function copyRetention(days: number): [PropertyKey[], number] {
  return [["copyTo", "retentionDays"], days];
}

/** VC-85 and VC-88 exclude each other inside AWS Backup. */
function reportCold(ctx: z.core.$RefinementCtx, path: PropertyKey[], days: number, cold: number | undefined): void {
  if (cold === undefined || days >= cold + leastColdDays) return;
  report(ctx, {
    path,
    why: `is less than coldAfterDays + ${leastColdDays}: what is in cold storage stays there ${leastColdDays} days at least, and AWS refuses the plan`,
    set: `${cold + leastColdDays} or more, or no coldAfterDays`,
  });
}

/** A job whose backup would live shorter than the lock allows fails. */
function reportLock(ctx: z.core.$RefinementCtx, given: Given): void {
  const least = given.lock.minRetentionDays;
  if (least === undefined) return;
  for (const [path, days] of retentions(given)) {
    if (days >= least) continue;
    const why = `is less than lock.minRetentionDays, ${least}: every backup would fail`;
    report(ctx, { path, why, set: `${least} or more` });
  }
}

/** What a stack says of its backups: times, retention, the region that copies go to. */
export type BackupSettings = z.output<ReturnType<typeof backupSettings>>;
