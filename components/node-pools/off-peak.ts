import { z } from "zod";
import { pattern, report } from "../shared/problem";

const hoursPerWeek = 168;

const time = (what: string) =>
  pattern(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time of day", 'hours and minutes in quotes, such as "20:00"').describe(
    what,
  );

/** Hours in which a pool is smaller, of which Auto Scaling keeps the clock. */
export const offPeakSettings = z
  .strictObject({
    from: time("Time of day at which the pool shrinks."),
    to: time("Time of day at which it grows back to `size`."),
    weekend: z.boolean().default(false).describe("Stays small from Friday's `from` to Monday's `to`."),
    timeZone: z.string().default("UTC").describe("IANA time zone of `from` and `to`, such as Europe/Berlin."),
    size: z
      .strictObject({
        min: z.int().min(0).describe("Fewest nodes in these hours."),
        desired: z.int().min(0).describe("Nodes at their beginning, and what the cost counts them with."),
      })
      .describe("The smaller size. Nodes are drained as at any scale-in; pods that find no place wait."),
  })
  .superRefine(({ from, to, timeZone, size }, ctx) => {
    if (from === to) report(ctx, { path: ["to"], why: "is the time of `from`", set: "another time" });
    if (!isTimeZone(timeZone)) report(ctx, { path: ["timeZone"], why: "is no IANA time zone", set: "one such as UTC" });
    if (size.desired < size.min) {
      report(ctx, { path: ["size", "desired"], why: `is below min ${size.min}`, set: "min or more" });
    }
  });

export type OffPeakSettings = z.output<typeof offPeakSettings>;

/** What Auto Scaling is told: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html */
export interface ScheduledSize {
  name: "shrink" | "grow";
  /** Cron expression in the time zone. */
  recurrence: string;
  timeZone: string;
  min: number;
  desired: number;
}

/** Shrinks each day (which changes nothing on a weekend that is small already), grows on the days that it should. */
export function scheduledSizes(
  { from, to, weekend, timeZone, size }: OffPeakSettings,
  usual: OffPeakSettings["size"],
): ScheduledSize[] {
  const cron = (at: string, days: string) => {
    const [hours, minutes] = at.split(":").map(Number);
    return `${minutes} ${hours} * * ${days}`;
  };
  return [
    { name: "shrink", recurrence: cron(from, "*"), timeZone, min: size.min, desired: size.desired },
    { name: "grow", recurrence: cron(to, weekend ? "1-5" : "*"), timeZone, min: usual.min, desired: usual.desired },
  ];
}

/** Part of a week that is off-peak, 0 to 1: seven nights, or five and the two days between Friday's and Monday's. */
export function offPeakShare({ from, to, weekend }: Pick<OffPeakSettings, "from" | "to" | "weekend">): number {
  const hours = (at: string) => Number(at.slice(0, 2)) + Number(at.slice(3)) / 60;
  const night = (hours(to) - hours(from) + 24) % 24;
  return (weekend ? 5 * night + 48 : 7 * night) / hoursPerWeek;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
