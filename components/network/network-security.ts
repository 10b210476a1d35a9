import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import {
  groupDescriptions,
  type SecurityGroupName,
  type SecurityRule,
  type SecurityRuleArgs,
  securityRules,
} from "./security-groups";

/** Slots of the security groups. */
export interface NetworkSecurityTransform {
  /** Called for each of `control-plane`, `nodes`, `databases`. Default: no rules of its own; those are resources. */
  securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  /** The VPC's own default group. Default: without any rule. */
  defaultSecurityGroup?: Transform<aws.ec2.DefaultSecurityGroupArgs>;
  /** Called for each rule that admits something. Default: `securityRules` in security-groups.ts. */
  ingressRule?: Transform<aws.vpc.SecurityGroupIngressRuleArgs>;
  /** Called for each rule that lets something out. Default: `securityRules` in security-groups.ts. */
  egressRule?: Transform<aws.vpc.SecurityGroupEgressRuleArgs>;
}

export interface NetworkSecurityArgs {
  context: PlatformContext;
  vpcId: pulumi.Input<string>;
  /** Takes all rules from the VPC's own default group; only in a VPC that is ours. */
  lockDefaultGroup: boolean;
  rules: SecurityRuleArgs;
  transform?: NetworkSecurityTransform;
}

/**
 * The security groups of control plane, nodes and databases, with every rule as a resource of its own: rules that refer to
 * each other's groups make no cycle, and controllers may add theirs without the program taking them away. No cost.
 */
export class NetworkSecurity extends PlatformComponent<NetworkSecurityTransform> {
  readonly ids: Record<SecurityGroupName, pulumi.Output<string>>;
  /** The resource itself: `eks.Cluster` takes no id. */
  readonly controlPlane: aws.ec2.SecurityGroup;

  constructor(name: string, args: NetworkSecurityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "NetworkSecurity", name, opts, args.transform);
    const groups = {
      "control-plane": this.createGroup("control-plane", args),
      nodes: this.createGroup("nodes", args),
      databases: this.createGroup("databases", args),
    };
    this.ids = { "control-plane": groups["control-plane"].id, nodes: groups.nodes.id, databases: groups.databases.id };
    this.controlPlane = groups["control-plane"];
    if (args.lockDefaultGroup) this.lockDefaultGroup(args);
    for (const rule of securityRules(args.rules)) this.createRule(rule);
    this.registerOutputs({});
  }

  private createGroup(group: SecurityGroupName, { context, vpcId }: NetworkSecurityArgs): aws.ec2.SecurityGroup {
    return this.make("securityGroup", aws.ec2.SecurityGroup, this.child(group), {
      vpcId,
      description: groupDescriptions[group],
      tags: { Name: `${context.clusterName}-${group}`, ...(group === "nodes" ? nodeTags(context.clusterName) : {}) },
    });
  }

  /** Nothing may hide in the group that AWS gives to whatever names none (Security Hub control EC2.2). */
  private lockDefaultGroup({ context, vpcId }: NetworkSecurityArgs): void {
    this.make("defaultSecurityGroup", aws.ec2.DefaultSecurityGroup, this.child("default"), {
      vpcId,
      ingress: [],
      egress: [],
      tags: { Name: `${context.clusterName}-default-unused` },
    });
  }

  private createRule(rule: SecurityRule): void {
    const args = {
      securityGroupId: this.ids[rule.group],
      description: rule.description,
      ipProtocol: rule.protocol === "all" ? "-1" : rule.protocol,
      ...(rule.ports ? { fromPort: rule.ports[0], toPort: rule.ports[1] } : {}),
      ...("cidr" in rule.peer
        ? { cidrIpv4: rule.peer.cidr }
        : { referencedSecurityGroupId: this.ids[rule.peer.group] }),
    };
    const name = this.child(`${rule.group}-${rule.key}`);
    if (rule.direction === "ingress") this.make("ingressRule", aws.vpc.SecurityGroupIngressRule, name, args);
    else this.make("egressRule", aws.vpc.SecurityGroupEgressRule, name, args);
  }
}

/**
 * Karpenter and the AWS Load Balancer Controller find the group by these tags. The controller wants one group with the
 * second on a network interface, neither none nor two, and looks for it when it cleans up rules; nodes have this group alone.
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller, pkg/networking/networking_manager.go
 */
function nodeTags(clusterName: string): Record<string, string> {
  return { "karpenter.sh/discovery": clusterName, [`kubernetes.io/cluster/${clusterName}`]: "owned" };
}
