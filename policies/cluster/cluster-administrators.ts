import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { cluster } from "./clusters";

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const administrative = /\/Amazon(?:EKSClusterAdmin|EKSAdmin)Policy$/;

export const clusterAdministrators = awsRule({
  name: "cluster-administrators",
  displayName: "Administrators are roles",
  description: "EKS's policies for administrators are associated with roles that people take, and with nobody else.",
  severity: "critical",
  remediationSteps: "Associate the policy with an IAM role.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html",
  ...cis("4.1.1"),
  ...cluster,
  kinds: ["aws.eks.AccessPolicyAssociation"],
  check(object, report) {
    const policy = object.root.at("policyArn");
    if (!report.readableAs(policy, "string") || !administrative.test(policy.string ?? "")) {
      return;
    }
    report.expect(
      object.root.at("principalArn"),
      (value) => typeof value === "string" && /^arn:[\w-]+:iam::\d{12}:role\/[^*?]+$/.test(value),
      {
        why: "a user's key never expires, and an account's root is everybody in it",
        fix: "Associate the policy with an IAM role",
      },
    );
  },
});
