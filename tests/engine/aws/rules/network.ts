import { blocksOverlap } from "../../../../components/network/cidr";
import { mentions, others, shortName, type Call, type Rule } from "./rule";

/** What holds an interface, a group or a subnet; a launch template only names them. */
const holders = [
  ...["ec2/natGateway", "ec2/vpcEndpoint", "efs/mountTarget", "eks/cluster", "eks/nodeGroup"],
  ...["elasticache/replicationGroup", "rds/instance", "lb/loadBalancer"],
];
const groupRules = ["vpc/securityGroupIngressRule", "vpc/securityGroupEgressRule", "ec2/securityGroupRule"];

const inUse = (call: Call, users: { id: string }[]) =>
  users.length ? `DependencyViolation: resource ${call.thing.id} has a dependent object: ${users[0]?.id}` : undefined;

/** Rules of one direction in a group: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const rulesInAGroup = 60;
/** Elastic IP addresses and VPCs in a region, as a new account has them: the same page. */
const quotas: Record<string, [number, string]> = {
  "ec2/eip": [5, "AddressLimitExceeded: The maximum number of addresses has been reached."],
  "ec2/vpc": [5, "VpcLimitExceeded: The maximum number of VPCs has been reached."],
};

const sameRule = ["ipProtocol", "fromPort", "toPort", "cidrIpv4", "cidrIpv6", "referencedSecurityGroupId"];

export const networkRules: Rule[] = [
  {
    // EC2, DeleteSecurityGroup: DependencyViolation, also for a rule of another group that names it.
    types: ["ec2/securityGroup"],
    delete: (call) => {
      const { id } = call.thing;
      const rules = others(call, ...groupRules).filter(({ inputs }) => inputs.securityGroupId !== id);
      return inUse(
        call,
        [...others(call, ...holders), ...rules].filter(({ inputs }) => mentions(inputs, id)),
      );
    },
  },
  {
    // EC2, DeleteSubnet.
    types: ["ec2/subnet"],
    create: (call) => {
      const { vpcId, cidrBlock } = call.thing.inputs;
      const twin = others(call, "ec2/subnet").find(
        ({ inputs }) => inputs.vpcId === vpcId && blocksOverlap(String(inputs.cidrBlock), String(cidrBlock)),
      );
      return twin && `InvalidSubnet.Conflict: The CIDR '${cidrBlock}' conflicts with another subnet (${twin.id})`;
    },
    delete: (call) =>
      inUse(
        call,
        others(call, ...holders).filter(({ inputs }) => mentions(inputs, call.thing.id)),
      ),
  },
  {
    // EC2, DeleteVpc.
    types: ["ec2/vpc"],
    delete: (call) =>
      inUse(
        call,
        others(call, "ec2/subnet", "ec2/securityGroup", "ec2/internetGateway", "ec2/vpcEndpoint").filter(
          ({ inputs }) => inputs.vpcId === call.thing.id,
        ),
      ),
  },
  {
    // EC2, DetachInternetGateway: while the network has mapped public addresses.
    types: ["ec2/internetGateway"],
    delete: (call) => inUse(call, others(call, "ec2/natGateway")),
  },
  {
    types: Object.keys(quotas),
    create: (call) => {
      const [most, message] = quotas[shortName(call.thing.type)] ?? [Infinity, ""];
      return others(call, shortName(call.thing.type)).length >= most ? message : undefined;
    },
  },
  {
    // EC2, AuthorizeSecurityGroupIngress and -Egress.
    types: groupRules.slice(0, 2),
    create: (call) => {
      const { securityGroupId } = call.thing.inputs;
      const rules = others(call, shortName(call.thing.type)).filter(
        ({ inputs }) => inputs.securityGroupId === securityGroupId,
      );
      if (rules.some(({ inputs }) => sameRule.every((key) => inputs[key] === call.thing.inputs[key]))) {
        return "InvalidPermission.Duplicate: the specified rule already exists";
      }
      return rules.length >= rulesInAGroup
        ? "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached."
        : undefined;
    },
  },
];
