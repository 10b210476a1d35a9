import { isTrue } from "../support/values";
import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { judgePrincipals } from "../iam/principals";
import { allowed } from "../iam/statements";
import { data } from "./aws";

export const kmsKeys = awsRule({
  name: "kms-keys",
  displayName: "KMS keys",
  description: "KMS keys are rotated, aren't anybody's, and wait before they are deleted.",
  severity: "high",
  remediationSteps:
    "Set enableKeyRotation to true, name principals in the policy, keep a deletion window of 7 days or more.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  ...bestPractice("Data encryption and secrets management"),
  ...data,
  covers: ["checkov CKV_AWS_7", "checkov CKV_AWS_33", "checkov CKV2_AWS_64", "trivy AVD-AWS-0065"],
  kinds: ["aws.kms.Key"],
  config: {
    deletionWindow: {
      type: "integer",
      minimum: 7,
      maximum: 30,
      default: 30,
      description:
        "Days in which a deletion can be taken back, at least. AWS's default is 30; the data is gone with the key.",
    },
  },
  check(object, report, { config }) {
    const { root } = object;
    const rotation = root.at("enableKeyRotation");
    const symmetric = [undefined, null, "SYMMETRIC_DEFAULT"].includes(root.at("customerMasterKeySpec").value as never);
    if (symmetric) {
      report.expect(rotation, isTrue, {
        why: "one key then encrypts everything for ever",
        fix: `Set ${rotation.path} to true`,
      });
    }
    const window = root.at("deletionWindowInDays");
    const least = Number(config["deletionWindow"] ?? 30);
    report.expect(window, (value) => value === undefined || (typeof value === "number" && value >= least), {
      why: "all that the key encrypted is lost with it",
      fix: `Set ${window.path} to ${least}`,
    });
    for (const statement of allowed(root.at("policy"), report)) {
      judgePrincipals(statement, report, "use the key");
    }
  },
});
