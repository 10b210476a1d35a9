import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { network } from "./aws";

export const natPerZone = awsRule({
  name: "nat-per-zone",
  displayName: "No single NAT gateway",
  description: "The loss of one zone doesn't take the way out from the others.",
  severity: "medium",
  remediationSteps: "Set natGateways.strategy to OnePerAz, or to None.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
  ...bestPractice("VPC and subnet considerations"),
  ...network,
  kinds: ["awsx.ec2.Vpc"],
  config: {
    single: {
      type: "string",
      enum: ["forbidden", "allowed"],
      default: "forbidden",
      description: "`allowed` saves a NAT gateway per zone where an outage is bearable.",
    },
  },
  check(object, report, { config }) {
    const strategy = object.root.at("natGateways", "strategy");
    // awsx makes one per zone unless told otherwise: @pulumi/awsx ec2/vpc, natGateways.
    report.expect(
      strategy,
      (value) => value === undefined || value === "OnePerAz" || value === "None" || isAllowed(value, config["single"]),
      {
        why: "all zones lose the internet with the one zone, and pay for traffic between zones until then",
        fix: `Set ${strategy.path} to OnePerAz`,
      },
    );
  },
});

function isAllowed(value: unknown, single: unknown): boolean {
  return value === "Single" && single === "allowed";
}
