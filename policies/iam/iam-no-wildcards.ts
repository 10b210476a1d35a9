import type { Field } from "../support/field";
import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { texts, oneOrMany } from "../support/values";
import { includes, isWholeService, namesNothing, overlaps } from "../support/wildcards";
import { actionsOf, allowances, iam, permissionKinds } from "./statements";

/** Actions that only look, by the beginnings that AWS gives their names. */
const looks =
  /^[a-z0-9-]+:(Describe|Get|List|BatchGet|Search|Lookup|Check|Estimate|View|Simulate|Validate|Query|Scan)/i;
/** Looking that is more than that: what it returns is the secret itself. */
const secrets = [
  // checkov CKV_AWS_288 (data exfiltration) has the first three.
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter*",
  "s3:GetObject*",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:BatchGetItem",
  "sts:GetFederationToken",
];

export const iamNoWildcards = awsRule({
  name: "iam-no-wildcards",
  displayName: "Permissions without wildcards",
  description: "IAM policies name actions, and resources wherever they change or read data.",
  severity: "high",
  remediationSteps: "Replace * by the actions and ARNs that are used, or add a Condition.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  ...bestPractice("Identity and access management"),
  ...iam,
  covers: [
    "checkov CKV_AWS_62",
    "checkov CKV_AWS_63",
    "checkov CKV_AWS_286",
    "checkov CKV_AWS_355",
    "trivy AVD-AWS-0057",
  ],
  kinds: permissionKinds,
  config: {
    actions: {
      type: "array",
      items: { type: "string" },
      default: [
        // Not about one resource: https://docs.aws.amazon.com/service-authorization/latest/reference/
        "ecr:GetAuthorizationToken",
        "cloudwatch:PutMetricData",
        "xray:Put*",
        "sts:GetCallerIdentity",
        "ec2:CreateNetworkInterface",
        "elasticloadbalancing:Set*",
        "shield:CreateProtection",
        "ssmmessages:*",
        "ec2messages:*",
      ],
      description: "Actions that may be allowed on every resource, with * for any characters.",
    },
  },
  check(object, report, { config }) {
    const free = texts(config["actions"]);
    for (const statement of allowances(object, report)) {
      const inverse = [statement.at("NotAction"), statement.at("NotResource")].find((field) => !field.absent);
      if (inverse) {
        report.expect(inverse, () => false, {
          why: "everything that isn't named is allowed, and all that AWS adds later",
          fix: `Name what is allowed instead of ${inverse.path}`,
        });
      }
      const actions = actionsOf(statement, report);
      for (const action of actions) {
        report.expect(action, (value) => typeof value === "string" && (isFree(value, free) || !isWholeService(value)), {
          why: "it allows all that the service can do, and all that AWS adds later",
          fix: `Name the actions in ${action.path}`,
        });
      }
      const risky = actions.filter((action) => needsResource(action, free));
      if (risky.length > 0 && statement.at("Condition").absent) {
        for (const resource of oneOrMany(statement.at("Resource"))) {
          report.expect(resource, (value) => typeof value === "string" && !namesNothing(value), {
            why: `it allows ${risky
              .map((action) => action.string)
              .slice(0, 3)
              .join(", ")} on everything in the account`,
            fix: `Name ARNs in ${resource.path}, or add a Condition`,
          });
        }
      }
    }
  },
});

function needsResource(action: Field, free: string[]): boolean {
  const text = action.string ?? "";
  const reads = secrets.some((one) => overlaps(one.toLowerCase(), text.toLowerCase()));
  return !isFree(text, free) && (!looks.test(text) || reads);
}

/** Whether all that an action allows is among what may be allowed on every resource. */
function isFree(action: string, free: string[]): boolean {
  return free.some((one) => includes(one.toLowerCase(), action.toLowerCase()));
}
