import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { judgePrincipals } from "./principals";
import { resourceDocuments } from "./resource-documents";
import { allowed, iam } from "./statements";

/** Permissions that are resources of their own, and the properties that say for whom. */
const permissions: Record<string, { narrowedBy: readonly string[] }> = {
  "aws.lambda.Permission": { narrowedBy: ["sourceArn", "sourceAccount", "principalOrgId"] },
  "aws.cloudwatch.EventPermission": { narrowedBy: ["condition"] },
};

export const resourcePolicies = awsRule({
  name: "resource-policies",
  displayName: "Resources aren't everybody's",
  description: "The policy of a queue, topic, registry, secret, vault or other resource names who may use it.",
  severity: "critical",
  remediationSteps: "Name accounts or roles in Principal, or add a condition on aws:SourceArn or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
  ...bestPractice("Identity and access management"),
  ...iam,
  kinds: [...Object.keys(resourceDocuments), ...Object.keys(permissions)],
  check(object, report) {
    const permission = permissions[object.kind];
    if (permission) {
      const principal = object.root.at("principal");
      const narrowed = permission.narrowedBy.some((key) => !object.root.at(key).absent);
      report.expect(principal, (value) => narrowed || (typeof value === "string" && value !== "*"), {
        why: "everybody with an AWS account may use it",
        fix: `Set ${principal.path} to an account or a service, or one of ${permission.narrowedBy.join(", ")}`,
      });
      return;
    }
    for (const property of resourceDocuments[object.kind] ?? []) {
      for (const statement of allowed(object.root.at(property), report)) {
        judgePrincipals(statement, report, "use it");
      }
    }
  },
});
