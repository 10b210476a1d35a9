import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "./component";
import type { PlatformContext } from "./context";
import type { NetworkRef } from "./refs";

export interface StoreAccessArgs {
  context: PlatformContext;
  network: NetworkRef;
  /** Port on which the store listens. */
  port: number;
  /** Services that use it; with none of them nobody is let in. */
  clients: string[];
  /** What the group is for. AWS can't change it: a new text replaces the group. */
  description: string;
}

/**
 * Security group of one data store outside the cluster (VC-8): it admits its port from nodes and pods, which share a group,
 * as soon as a service uses it; which pods, the network policies of the services say. It lets nothing out. No cost.
 */
export class StoreAccess extends PlatformComponent {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: StoreAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shared", "StoreAccess", name, opts);
    const { context, network, port, clients, description } = args;
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId: network.vpcId, description, tags: { Name: `${context.clusterName}-${name}` } },
      this.opts(),
    );
    this.securityGroupId = group.id;
    if (clients.length) {
      const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
      const who = [...clients].sort().join(", ").slice(0, 200);
      new aws.vpc.SecurityGroupIngressRule(
        this.child("from-nodes"),
        {
          ...rule,
          securityGroupId: group.id,
          referencedSecurityGroupId: network.nodeSecurityGroupId,
          description: `For ${who}`,
        },
        this.opts(),
      );
      new aws.vpc.SecurityGroupEgressRule(
        this.child("nodes-to"),
        {
          ...rule,
          securityGroupId: network.nodeSecurityGroupId,
          referencedSecurityGroupId: group.id,
          description: `For ${who}`,
        },
        this.opts(),
      );
    }
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}
