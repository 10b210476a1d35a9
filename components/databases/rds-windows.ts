import type { z } from "zod";
import { report } from "../shared/problem";

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const [day, week] = [24 * 60, 7 * 24 * 60];

/** Shortest window of either kind: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const shortest = 30;

interface Given {
  storageGiB: number;
  maxStorageGiB?: number | undefined;
  backupWindow: string;
  maintenanceWindow: string;
}

/** What AWS would refuse only when the instance is made: windows that are short or meet, storage that can't grow. */
export function checkRds(given: Given, ctx: z.core.$RefinementCtx): void {
  const { storageGiB, maxStorageGiB, backupWindow, maintenanceWindow } = given;
  const [backup, maintenance] = [daily(backupWindow), weekly(maintenanceWindow)];
  for (const [key, { length }] of Object.entries({ backupWindow: backup, maintenanceWindow: maintenance })) {
    if (length >= shortest) continue;
    report(ctx, { path: [key], why: `is ${length} minutes long`, set: `a window of ${shortest} minutes or more` });
  }
  const meeting = days.findIndex((_, index) => meets({ ...backup, start: backup.start + index * day }, maintenance));
  if (meeting >= 0) {
    const why = `meets backupWindow (${backupWindow}), which is on every day`;
    report(ctx, { path: ["maintenanceWindow"], why, set: "hours in which there is no backup" });
  }
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html: a tenth more at least.
  const least = Math.ceil((storageGiB * 11) / 10);
  if (maxStorageGiB !== undefined && maxStorageGiB < least) {
    const why = `is less than a tenth above storageGiB (${storageGiB}), which is the least that storage may grow`;
    report(ctx, { path: ["maxStorageGiB"], why, set: `${least} or more, or remove it` });
  }
}

/** A window of RDS in which AWS Backup's jobs of an instance fail. */
export interface Hindrance {
  key: "backupWindow" | "maintenanceWindow";
  /** The time of day whose job may start in it. */
  time: string;
}

/**
 * Jobs of AWS Backup that RDS refuses: those that start within one of its windows, or in the hour before it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html, "Backup window", and
 * https://repost.aws/knowledge-center/backup-troubleshoot-rds-aurora-jobs for the window of its own backups.
 */
export function hindered(
  { backupWindow, maintenanceWindow }: Pick<Given, "backupWindow" | "maintenanceWindow">,
  timesUtc: string[],
  startMinutes: number,
): Hindrance[] {
  const before = ({ start, length }: Window) => ({ start: start - 60, length: length + 60 });
  const own = days.map((_, index) => ({ ...daily(backupWindow), start: daily(backupWindow).start + index * day }));
  const windows = { backupWindow: own.map(before), maintenanceWindow: [before(weekly(maintenanceWindow))] };
  return Object.entries(windows).flatMap(([key, closed]) =>
    timesUtc
      .filter((time) =>
        days.some((_, index) => {
          const job = { start: minute(time) + index * day, length: startMinutes };
          return closed.some((window) => meets(job, window));
        }),
      )
      .map((time) => ({ key: key as Hindrance["key"], time })),
  );
}

/** Minutes: since the beginning of the week, and how many. */
interface Window {
  start: number;
  length: number;
}

function meets(one: Window, other: Window): boolean {
  const into = (a: Window, b: Window) => modulo(b.start - a.start, week) < a.length;
  return into(one, other) || into(other, one);
}

function daily(window: string): Window {
  const [from = "", to = ""] = window.split("-");
  return { start: minute(from), length: modulo(minute(to) - minute(from), day) };
}

function weekly(window: string): Window {
  const [from = "", to = ""] = window.split("-");
  const at = (text: string) => days.indexOf(text.slice(0, 3)) * day + minute(text.slice(4));
  return { start: at(from), length: modulo(at(to) - at(from), week) };
}

function minute(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
