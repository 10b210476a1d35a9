import { objectRule } from "../support/rule";

export const cronJobs = objectRule({
  name: "cron-jobs",
  displayName: "Schedules that don't pile up",
  description: "Every CronJob says what happens when a run is late, or still running when the next is due.",
  severity: "medium",
  remediationSteps: "Set concurrencyPolicy to Forbid or Replace, and startingDeadlineSeconds.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/",
  tags: ["workloads", "jobs"],

  applies: ({ group, kind }) => group === "batch" && kind === "CronJob",
  check(object, report) {
    const spec = object.root.at("spec");
    const concurrency = spec.at("concurrencyPolicy");
    report.expect(concurrency, (value) => value === "Forbid" || value === "Replace", {
      why: "runs that take longer than the schedule pile up; Allow is the default",
      fix: `Set ${concurrency.path} to Forbid or Replace`,
    });
    // The controller looks every 10 seconds; with less it never finds a run in time (documentation, "Deadline for
    // delayed Job start").
    const deadline = spec.at("startingDeadlineSeconds");
    report.expect(deadline, (value) => typeof value === "number" && value >= 10, {
      why: "after 100 missed runs it never runs again, unless it says how late a run may start",
      fix: `Set ${deadline.path} to 10 or more`,
    });
  },
});
