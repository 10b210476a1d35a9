import { awsRule } from "../support/aws-rule";
import { network } from "./aws";

export const defaultSecurityGroup = awsRule({
  name: "default-security-group",
  displayName: "Default security group",
  description: "The default security group of a VPC lets nothing in or out.",
  severity: "medium",
  remediationSteps: "Give aws.ec2.DefaultSecurityGroup empty ingress and egress.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  ...network,
  covers: ["checkov CKV2_AWS_12", "trivy AVD-AWS-0173"],
  kinds: ["aws.ec2.DefaultSecurityGroup"],
  check(object, report) {
    for (const direction of ["ingress", "egress"]) {
      const field = object.root.at(direction);
      report.expect(field, (value) => value === undefined || (Array.isArray(value) && value.length === 0), {
        why: "what nobody gave a group of its own lands in this one",
        fix: `Set ${field.path} to [] and make a group for what needs it`,
      });
    }
  },
});
