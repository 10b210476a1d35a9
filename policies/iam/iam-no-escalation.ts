import { awsRule } from "../support/aws-rule";
import { oneOrMany } from "../support/values";
import { includesArn } from "../support/wildcards";
import { actionsOf, allowances, allows, iam, permissionKinds } from "./statements";

/** Ways from some permissions to all of them; checkov CKV_AWS_286 and CKV2_AWS_40 have the same list. */
const steps = [
  "iam:PassRole",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:AttachGroupPolicy",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutGroupPolicy",
  "iam:CreatePolicyVersion",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateLoginProfile",
  "iam:AddUserToGroup",
];

/** Names that nobody gave anything: a pattern that takes one takes all of the kind. */
const unnamed = ["role", "user", "group", "policy", "instance-profile"].map((kind) => `${kind}/\u0000`);

/** Whether an ARN pattern takes what nobody named, in some account. */
function takesUnnamed(arn: string): boolean {
  const [, partition, , , account] = arn.split(":");
  const at = [partition, account].map((part) => part || "\u0000");
  return unnamed.some((one) => includesArn(arn, `arn:${at[0]}:iam::${at[1]}:${one}`));
}

export const iamNoEscalation = awsRule({
  name: "iam-no-escalation",
  displayName: "No way to more permissions",
  description: "Nobody may pass, change or take over every role.",
  severity: "critical",
  remediationSteps: "Name the roles in Resource, and the service in a condition on iam:PassedToService.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  ...iam,
  covers: ["checkov CKV_AWS_286", "checkov CKV2_AWS_40"],
  kinds: permissionKinds,
  check(object, report) {
    for (const statement of allowances(object, report)) {
      const reached = steps.filter((step) => actionsOf(statement, report).some((action) => allows(action, step)));
      if (reached.length === 0) {
        continue;
      }
      const why = `whoever has ${reached[0]} on every role has what the strongest of them may do`;
      for (const resource of oneOrMany(statement.at("Resource"))) {
        report.expect(resource, (value) => typeof value === "string" && !takesUnnamed(value), {
          why,
          fix: `Name the roles in ${resource.path}`,
        });
      }
    }
  },
});
