import type { KubeObject } from "../support/kube-object";
import { stackRule, type StackView } from "../support/rule";
import { bestPractice } from "../support/benchmarks";
import { network } from "./aws";
import { outermostVpcs, vpcKinds } from "./vpcs";

// A plugin keeps the arguments of awsx.ec2.Vpc to itself, so the gateways and subnets that it makes are counted.
export const natPerZone = stackRule({
  name: "nat-per-zone",
  displayName: "No single NAT gateway",
  description: "The loss of one zone doesn't take the way out from the others.",
  severity: "medium",
  remediationSteps: "Give each zone a NAT gateway of its own, or none: natGateways.strategy OnePerAz or None of awsx.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
  ...bestPractice("VPC and subnet considerations"),
  ...network,
  needs: ({ group, kind }) => group === "aws" && (vpcKinds.includes(kind) || kind === nat || kind === subnet),
  config: {
    single: {
      type: "string",
      enum: ["forbidden", "allowed"],
      default: "forbidden",
      description: "`allowed` saves a NAT gateway per zone where an outage is bearable.",
    },
  },
  check(view) {
    for (const vpc of outermostVpcs(view)) {
      judge(vpc, view);
    }
  },
});

const nat = "aws.ec2.NatGateway";
const subnet = "aws.ec2.Subnet";

function judge(vpc: KubeObject, view: StackView): void {
  const of = (kind: string) =>
    view.objects.filter((one) => one.kind === kind && (view.within(one, vpc) || view.linked(one, vpc)));
  const subnets = of(subnet);
  const isOf = (gateway: KubeObject) => subnets.some((one) => view.within(gateway, one) || view.linked(gateway, one));
  const all = [...new Set([...of(nat), ...view.objects.filter((one) => one.kind === nat && isOf(one))])];
  // A private one leads to other networks, a regional one is in all zones: aws.ec2.NatGateway.
  const gateways = all.filter(
    ({ root }) => root.at("connectivityType").value !== "private" && root.at("availabilityMode").value !== "regional",
  );
  if (gateways.length === 0 || (gateways.length === 1 && view.config["single"] === "allowed")) {
    return;
  }
  const report = view.about(vpc);
  const zones = subnets.map(({ root }) => ["availabilityZone", "availabilityZoneId"].map((key) => root.at(key)));
  const unknown = zones.flat().find((field) => field.isUnknown);
  if (unknown) {
    report.unknown(unknown.ownedBy("a subnet"));
    return;
  }
  const names = new Set(zones.flatMap((fields) => fields.flatMap(({ string }) => string ?? [])));
  if (gateways.length < names.size) {
    report.violation({
      what: `it has ${gateways.length === 1 ? "one NAT gateway" : `${gateways.length} NAT gateways`} for ${names.size} zones`,
      why: "a zone without one loses the internet with another zone, and pays for traffic between zones until then",
      fix: "Give each zone a NAT gateway of its own",
    });
  }
}
