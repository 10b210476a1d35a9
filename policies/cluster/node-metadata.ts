import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { number } from "../support/values";

export const nodeMetadata = awsRule({
  name: "node-metadata",
  displayName: "Instance metadata",
  description: "Instances answer for their metadata by IMDSv2 only, and not to pods.",
  severity: "critical",
  remediationSteps: "Set metadataOptions.httpTokens to required and httpPutResponseHopLimit to 1.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
  ...bestPractice("Identity and access management"),
  tags: ["cluster", "nodes"],
  covers: ["checkov CKV_AWS_79", "checkov CKV_AWS_341", "trivy AVD-AWS-0028", "trivy AVD-AWS-0130"],
  kinds: ["aws.ec2.LaunchTemplate", "aws.ec2.Instance", "aws.ec2.LaunchConfiguration"],
  config: {
    hopLimit: {
      type: "integer",
      minimum: 1,
      maximum: 64,
      default: 1,
      description: "Most network hops of an answer. 1 stops at the node; with 2 every pod can take the node's role.",
    },
  },
  check(object, report, { config }) {
    const options = object.root.at("metadataOptions");
    const endpoint = options.at("httpEndpoint");
    if (endpoint.value === "disabled") {
      return;
    }
    report.readableAs(endpoint, "string");
    const tokens = options.at("httpTokens");
    report.expect(tokens, (value) => value === "required", {
      why: "a request that a server is tricked into can then read the role's credentials",
      fix: `Set ${tokens.path} to required`,
    });
    const hops = options.at("httpPutResponseHopLimit");
    const most = number(config["hopLimit"], 1);
    report.expect(hops, (value) => typeof value === "number" && value >= 1 && value <= most, {
      why: "pods then get the credentials of their node",
      fix: `Set ${hops.path} to ${most}`,
    });
  },
});
