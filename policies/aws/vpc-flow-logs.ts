import { stackRule } from "../support/rule";
import { bestPractice } from "../support/benchmarks";
import { network } from "./aws";
import { outermostVpcs, vpcKinds } from "./vpcs";

export const vpcFlowLogs = stackRule({
  name: "vpc-flow-logs",
  displayName: "Flow logs of every VPC",
  description: "Every VPC has flow logs, of what is refused at least.",
  severity: "medium",
  remediationSteps: "Make an aws.ec2.FlowLog with the VPC's id.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  ...bestPractice("Network security"),
  ...network,
  covers: ["checkov CKV2_AWS_11", "trivy AVD-AWS-0178"],
  needs: ({ group, kind }) => group === "aws" && (vpcKinds.includes(kind) || kind === "aws.ec2.FlowLog"),
  check(view) {
    const logs = view.objects.filter(({ kind }) => kind === "aws.ec2.FlowLog");
    for (const log of logs) {
      const type = log.root.at("trafficType");
      // Logs of a transit gateway take no type: aws.ec2.FlowLog, trafficType.
      const gateway = !log.root.at("transitGatewayId").absent || !log.root.at("transitGatewayAttachmentId").absent;
      view.about(log).expect(type, (value) => gateway || value === "ALL" || value === "REJECT", {
        why: "what was refused is what an attack looks like",
        fix: `Set ${type.path} to ALL or REJECT`,
      });
    }
    for (const vpc of outermostVpcs(view)) {
      if (!logs.some((log) => view.linked(log, vpc))) {
        view.about(vpc).violation({
          what: "it has no flow logs",
          why: "after an incident nobody can say what talked to what",
          fix: "Make an aws.ec2.FlowLog with its vpcId",
        });
      }
    }
  },
});
