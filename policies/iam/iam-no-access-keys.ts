import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { iam } from "./statements";

export const iamNoAccessKeys = awsRule({
  name: "iam-no-access-keys",
  displayName: "No access keys",
  description: "The program makes no credentials that never expire.",
  severity: "high",
  remediationSteps:
    "Use a role: EKS Pod Identity or IRSA for pods, OIDC for CI systems, IAM Identity Center for people.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
  ...bestPractice("Identity and access management"),
  ...iam,
  kinds: ["aws.iam.AccessKey", "aws.iam.UserLoginProfile"],
  check(_, report) {
    report.violation({
      what: "it is a credential that never expires",
      why: "it ends in a file, and whoever reads the file has it for good",
      fix: "Use a role instead",
    });
  },
});
