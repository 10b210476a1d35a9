import { awsRule } from "../support/aws-rule";
import { number } from "../support/values";
import { data } from "./aws";

export const managedSecrets = awsRule({
  name: "managed-secrets",
  displayName: "Secrets Manager",
  description: "A deleted secret can be had back, and a key of the account encrypts it where the config asks for it.",
  severity: "medium",
  remediationSteps: "Leave recoveryWindowInDays at 7 to 30 days; set kmsKeyId.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
  ...data,
  covers: ["checkov CKV_AWS_149"],
  kinds: ["aws.secretsmanager.Secret"],
  config: {
    key: {
      type: "string",
      enum: ["own", "any"],
      default: "any",
      description: "`own`: a KMS key of the account, whose use is logged and which other accounts can be given.",
    },
    recoveryDays: {
      type: "integer",
      minimum: 0,
      maximum: 30,
      default: 7,
      description: "Days to have it back, at least.",
    },
  },
  check(object, report, { config }) {
    const window = object.root.at("recoveryWindowInDays");
    const least = number(config["recoveryDays"], 7);
    report.expect(window, (value) => value === undefined || (typeof value === "number" && value >= least), {
      why: "what was deleted by mistake is gone",
      fix: `Set ${window.path} to ${least} or more`,
    });
    const key = object.root.at("kmsKeyId");
    if (config["key"] === "own") {
      report.expect(key, (value) => typeof value === "string" && value !== "" && value !== "alias/aws/secretsmanager", {
        why: "nobody can withdraw AWS's own key, or see who used it",
        fix: `Set ${key.path} to the ARN of a KMS key`,
      });
    }
  },
});
