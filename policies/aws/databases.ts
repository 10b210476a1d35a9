import { awsRule } from "../support/aws-rule";
import { isFalseOrAbsent, isTrue, number } from "../support/values";
import { data } from "./aws";

export const databases = awsRule({
  name: "databases",
  displayName: "Databases",
  description: "Databases are private, backed up and protected, over several zones where the config asks for it.",
  severity: "high",
  remediationSteps: "Set publiclyAccessible, backupRetentionPeriod, deletionProtection and multiAz.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_BestPractices.Security.html",
  ...data,
  covers: [
    "checkov CKV_AWS_17",
    "checkov CKV_AWS_133",
    "checkov CKV_AWS_157",
    "checkov CKV_AWS_293",
    "trivy AVD-AWS-0077",
  ],
  kinds: ["aws.rds.Instance", "aws.rds.Cluster", "aws.rds.ClusterInstance"],
  config: {
    backupDays: {
      type: "integer",
      minimum: 0,
      maximum: 35,
      default: 7,
      description: "Days that backups are kept, at least.",
    },
    protection: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "Whether deletion protection and a final snapshot are asked for.",
    },
    zones: {
      type: "string",
      enum: ["several", "one"],
      default: "several",
      description: "`several` asks an instance for a standby in another zone, at twice the price.",
    },
  },
  check(object, report, { config }) {
    const { root, kind } = object;
    const open = root.at("publiclyAccessible");
    report.expect(open, isFalseOrAbsent, { why: "the internet can try passwords", fix: `Set ${open.path} to false` });
    if (kind === "aws.rds.ClusterInstance") {
      return;
    }
    const backups = root.at("backupRetentionPeriod");
    const days = number(config["backupDays"], 7);
    const replica = kind === "aws.rds.Instance" && !root.at("replicateSourceDb").absent;
    report.expect(backups, (value) => replica || days === 0 || (typeof value === "number" && value >= days), {
      why: "what was lost can't be had back",
      fix: `Set ${backups.path} to ${days} or more`,
    });
    if (config["protection"] !== "optional") {
      const protection = root.at("deletionProtection");
      report.expect(protection, isTrue, { why: "one call deletes it", fix: `Set ${protection.path} to true` });
      const last = root.at("skipFinalSnapshot");
      report.expect(last, isFalseOrAbsent, { why: "it is gone without a trace", fix: `Set ${last.path} to false` });
    }
    const inCluster = !root.at("clusterIdentifier").absent;
    if (kind === "aws.rds.Instance" && config["zones"] !== "one" && !inCluster && !replica) {
      const zones = root.at("multiAz");
      report.expect(zones, isTrue, { why: "it goes down with its zone", fix: `Set ${zones.path} to true` });
    }
  },
});
