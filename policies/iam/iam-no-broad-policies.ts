import { awsRule } from "../support/aws-rule";
import { oneOrMany, texts } from "../support/values";
import { matches } from "../support/waivers";
import { iam } from "./statements";

export const iamNoBroadPolicies = awsRule({
  name: "iam-no-broad-policies",
  displayName: "No administrator policies",
  description: "No identity of the program has a policy that allows everything, or everything of a service.",
  severity: "critical",
  remediationSteps: "Attach a policy with the actions that are used.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  ...iam,
  covers: ["checkov CKV_AWS_274"],
  kinds: [
    "aws.iam.RolePolicyAttachment",
    "aws.iam.UserPolicyAttachment",
    "aws.iam.GroupPolicyAttachment",
    "aws.iam.PolicyAttachment",
    "aws.iam.Role",
  ],
  config: {
    forbidden: {
      type: "array",
      items: { type: "string" },
      default: [
        "*/AdministratorAccess*",
        "*/PowerUserAccess",
        "*/IAMFullAccess",
        "*FullAccess",
        "*/SystemAdministrator",
      ],
      description: "ARNs of policies that nothing may have, with * for any characters.",
    },
  },
  check(object, report, { config }) {
    const forbidden = texts(config["forbidden"]);
    for (const arn of [object.root.at("policyArn"), ...oneOrMany(object.root.at("managedPolicyArns"))]) {
      if (!arn.absent) {
        report.expect(arn, (value) => typeof value === "string" && !forbidden.some((one) => matches(one, value)), {
          why: "whoever takes over one pod or node has the account",
          fix: "Attach a policy that names actions and resources",
        });
      }
    }
  },
});
