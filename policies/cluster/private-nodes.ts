import type { Field } from "../support/field";
import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { isFalseOrAbsent, isText } from "../support/values";

/** A group's id, or one that isn't known yet. */
const isReference = (field: Field): boolean => field.isUnknown || isText(field.value);

export const privateNodes = awsRule({
  name: "private-nodes",
  displayName: "Private nodes",
  description: "Nodes have no public address, and no SSH port for the world.",
  severity: "high",
  remediationSteps: "Leave associatePublicIpAddress out, and name sourceSecurityGroupIds beside an SSH key.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
  ...cis("5.4.3"),
  tags: ["cluster", "nodes"],
  covers: ["checkov CKV_AWS_88", "checkov CKV_AWS_100", "trivy AVD-AWS-0009"],
  kinds: ["aws.ec2.LaunchTemplate", "aws.ec2.Instance", "aws.eks.NodeGroup"],
  check(object, report) {
    const root = object.root;
    const why = "the internet can reach it, and knocks within minutes";
    const addresses = [root.at("associatePublicIpAddress")];
    for (const one of root.at("networkInterfaces").items()) {
      addresses.push(one.at("associatePublicIpAddress"));
    }
    for (const field of addresses) {
      report.expect(field, isFalseOrAbsent, { why, fix: `Set ${field.path} to false` });
    }
    const ssh = root.at("remoteAccess");
    const groups = ssh.at("sourceSecurityGroupIds");
    if (!ssh.at("ec2SshKey").absent) {
      report.expect(groups, (value) => Array.isArray(value) && value.length > 0 && groups.items().every(isReference), {
        why: "without source groups EKS opens port 22 to 0.0.0.0/0",
        fix: `Set ${groups.path}, or leave the key out and use Session Manager`,
      });
      groups.items().forEach((group) => report.readable(group));
    }
  },
});
