import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "./component";
import type { PlatformContext } from "./context";
import type { NetworkRef } from "./refs";
import type { Transform } from "./transform";

/** Slots of a store's security group. */
export interface StoreAccessTransform {
  /** Group of the store. Default: no rules of its own; those are resources. */
  securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  /** The rule by which the store admits nodes and pods. Default: its port. */
  securityGroupIngress?: Transform<aws.vpc.SecurityGroupIngressRuleArgs>;
  /** The rule by which nodes and pods reach the store. Default: its port. */
  securityGroupEgress?: Transform<aws.vpc.SecurityGroupEgressRuleArgs>;
}

export interface StoreAccessArgs {
  context: PlatformContext;
  network: NetworkRef;
  /** Port on which the store listens. */
  port: number;
  /** Services that use it; with none of them nobody is let in. */
  clients: string[];
  /** What the group is for. AWS can't change it: a new text replaces the group. */
  description: string;
  transform?: StoreAccessTransform;
}

/**
 * Security group of one data store outside the cluster: it admits its port from nodes and pods, which share a group,
 * as soon as a service uses it; which pods, the network policies of the services say. It lets nothing out. No cost.
 */
export class StoreAccess extends PlatformComponent<StoreAccessTransform> {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: StoreAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shared", "StoreAccess", name, opts, args.transform);
    const { context, network, description } = args;
    const group = { vpcId: network.vpcId, description, tags: { Name: `${context.clusterName}-${name}` } };
    const { id } = this.make("securityGroup", aws.ec2.SecurityGroup, name, group);
    this.securityGroupId = id;
    if (args.clients.length) this.createRules(args);
    this.registerOutputs({ securityGroupId: id });
  }

  private createRules({ network, port, clients }: StoreAccessArgs): void {
    const [store, nodes] = [this.securityGroupId, network.nodeSecurityGroupId];
    const who = [...new Set(clients)].sort().join(", ").slice(0, 200);
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, description: `For ${who}` };
    const ingress = { ...rule, securityGroupId: store, referencedSecurityGroupId: nodes };
    this.make("securityGroupIngress", aws.vpc.SecurityGroupIngressRule, this.child("from-nodes"), ingress);
    const egress = { ...rule, securityGroupId: nodes, referencedSecurityGroupId: store };
    this.make("securityGroupEgress", aws.vpc.SecurityGroupEgressRule, this.child("nodes-to"), egress);
  }
}
