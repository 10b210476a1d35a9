import { stackRule } from "../support/rule";
import { number } from "../support/values";
import { data } from "./aws";

const secret = "aws.secretsmanager.Secret";
const rotation = "aws.secretsmanager.SecretRotation";

export const secretRotation = stackRule({
  name: "secret-rotation",
  displayName: "Rotation of secrets",
  description: "Every secret of Secrets Manager is rotated, at the latest after the days that the config says.",
  severity: "medium",
  remediationSteps:
    "Make an aws.secretsmanager.SecretRotation, or give the secret a waiver that says why it can't be rotated.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
  ...data,
  covers: ["checkov CKV2_AWS_57", "checkov CKV_AWS_304"],
  needs: ({ group, kind }) => group === "aws" && (kind === secret || kind === rotation),
  config: {
    // Checkov's CKV_AWS_304 asks for the same 90 days.
    maxDays: {
      type: "integer",
      minimum: 1,
      maximum: 1000,
      default: 90,
      description: "Days between rotations, at most.",
    },
  },
  check(view) {
    const most = number(view.config["maxDays"], 90);
    const rotations = view.objects.filter(({ kind }) => kind === rotation);
    for (const object of view.objects.filter(({ kind }) => kind === secret)) {
      if (!rotations.some((one) => view.linked(one, object))) {
        view.about(object).violation({
          what: "nothing rotates it",
          why: "whoever has ever read it can use it for good",
          fix: `Make an ${rotation} with its secretId`,
        });
      }
    }
    for (const one of rotations) {
      const days = one.root.at("rotationRules", "automaticallyAfterDays");
      const schedule = one.root.at("rotationRules", "scheduleExpression");
      const report = view.about(one);
      const why = "the longer a secret lives, the more places know it";
      if (schedule.absent) {
        report.expect(days, (value) => typeof value === "number" && value >= 1 && value <= most, {
          why,
          fix: `Set ${days.path} to ${most} or less`,
        });
      } else {
        report.expect(schedule, (value) => isOftenEnough(value, most), {
          why,
          fix: `Set ${schedule.path} to cron(…), or to rate(…) of ${most} days or less`,
        });
      }
    }
  },
});

/** A cron expression of Secrets Manager repeats within a year at most, and as a rule within a month; rates say it. */
function isOftenEnough(value: unknown, most: number): boolean {
  if (typeof value !== "string") {
    return false;
  }
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(value) ?? [];
  return count === undefined ? /^cron\(.+\)$/.test(value) : Number(count) / (unit === "day" ? 1 : 24) <= most;
}
