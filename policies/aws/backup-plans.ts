import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { number } from "../support/values";
import { data } from "./aws";

export const backupPlans = awsRule({
  name: "backup-plans",
  displayName: "Backup plans",
  description: "Backups are kept for some time, and copied to a second vault.",
  severity: "high",
  remediationSteps: "Give every rule of the plan lifecycle.deleteAfter and copyActions.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
  ...bestPractice("Cluster upgrades"),
  ...data,
  kinds: ["aws.backup.Plan", "aws.backup.Vault"],
  config: {
    keepDays: { type: "integer", minimum: 1, default: 35, description: "Days that a backup is kept, at least." },
    copies: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "Whether every rule copies to another vault, which survives the loss of a region or an account.",
    },
  },
  check(object, report, { config }) {
    if (object.kind === "aws.backup.Vault") {
      const force = object.root.at("forceDestroy");
      report.expect(force, (value) => value === undefined || value === false, {
        why: "the backups go with the stack that they are for",
        fix: `Remove ${force.path}`,
      });
      return;
    }
    const days = number(config["keepDays"], 35);
    const rules = object.root.at("rules");
    report.expect(rules, (value) => value !== undefined && !(Array.isArray(value) && value.length === 0), {
      why: "it backs nothing up",
      fix: `Add a rule to ${rules.path}`,
    });
    for (const rule of rules.items()) {
      const end = rule.at("lifecycle", "deleteAfter");
      report.expect(end, (value) => typeof value === "number" && value >= days, {
        why: "damage that is noticed late can't be undone; without a number backups are kept, and paid for, for ever",
        fix: `Set ${end.path} to ${days} or more`,
      });
      const copies = rule.at("copyActions");
      copies.items().forEach((copy) => report.readableAs(copy.at("destinationVaultArn"), "string"));
      report.expect(copies, (value) => config["copies"] === "optional" || (Array.isArray(value) && value.length > 0), {
        why: "whoever deletes the vault has deleted all backups",
        fix: `Add a vault elsewhere to ${copies.path}`,
      });
    }
  },
});
