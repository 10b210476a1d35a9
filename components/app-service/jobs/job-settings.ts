import { z } from "zod";
import { cronExpression } from "../../shared/schedule";
import { programText } from "../config/config-settings";
import { timeZone } from "../scaling/trigger-settings";

const timeoutSeconds = (seconds: number) =>
  z
    .int()
    .min(10)
    .max(86_400)
    .default(seconds)
    .describe("Seconds after which a run has failed and its pods are ended, with all tries.");

const retries = (times: number) =>
  z.int().min(0).max(6).default(times).describe("Tries after the first; a drained node does not count as one.");

/** Keys of a service that are about runs that end. */
export const jobKeys = {
  cron: z
    .strictObject({
      schedule: cronExpression.describe("When a run is due."),
      timezone: timeZone.default("Etc/UTC").describe("Time zone of the schedule, with its summer time."),
      concurrency: z
        .enum(["forbid", "replace"])
        .default("forbid")
        .describe("When a run is due while the last one goes on: it is left out, or takes its place."),
      startWithinSeconds: z
        .int()
        .min(10)
        .max(86_400)
        .default(300)
        .describe("Seconds that a run may start late; later it is left out until the next."),
      timeoutSeconds: timeoutSeconds(3600),
      retries: retries(2),
      history: z
        .strictObject({
          succeeded: z.int().min(0).max(100).default(3).describe("Runs that are kept to be read."),
          failed: z.int().min(0).max(100).default(3).describe("Failed ones."),
        })
        .prefault({})
        .describe("Runs that are kept, with their logs."),
      suspend: z.boolean().default(false).describe("Holds back all runs."),
    })
    .optional()
    .describe("Makes it a cron job: it runs by a schedule and ends, instead of running all the time."),
  beforeRollout: z
    .strictObject({
      command: programText.describe("Program in the service's image, such as a migration."),
      args: programText.optional().describe("Its arguments."),
      timeoutSeconds: timeoutSeconds(600),
      retries: retries(0),
    })
    .optional()
    .describe(
      "A run before each rollout, with the new image and the service's own configuration and identity. When it fails, the rollout " +
        "does not start and `pulumi up` fails. What changes neither image nor configuration does not run it again.",
    ),
};

export type CronSettings = z.output<typeof jobKeys.cron>;
export type BeforeRolloutSettings = z.output<typeof jobKeys.beforeRollout>;
