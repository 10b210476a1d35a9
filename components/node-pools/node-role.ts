import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { clusterArn, policyDocument } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { Transform } from "../shared/transform";

/**
 * Managed policies of a node.
 *
 * `AmazonEKSWorkerNodeMinimalPolicy` holds `eks-auth:AssumeRoleForPodIdentity` and nothing else; what a node reads of
 * EC2 and EKS is the inline policy below, less than `AmazonEKSWorkerNodePolicy` allows. No CNI policy: aws-node has an
 * identity of its own. SSM instead of SSH keys: sessions are logged, no port is open.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
const managedPolicies = [
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];

/** Slots of the role of all nodes. */
export interface NodeRoleTransform {
  /** Default: EC2 may take it. */
  nodeRole?: Transform<aws.iam.RoleArgs>;
  /** Called for each managed policy. Default: what a node needs to join, to pull images and to be reached by SSM. */
  nodeRoleAttachment?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  /** What a node reads of EC2 and EKS when it starts. Default: instances, their types, its own cluster. */
  nodeRolePolicy?: Transform<aws.iam.RolePolicyArgs>;
}

export interface NodeRoleArgs {
  context: PlatformContext;
  transform?: NodeRoleTransform;
}

/**
 * The IAM role of all nodes: one, because with network policies, Pod Identity and a hop limit of 1 no pod can take it.
 * EKS makes the access entry of a managed node group's role by itself. No cost.
 */
export class NodeRole extends PlatformComponent<NodeRoleTransform> {
  readonly arn: pulumi.Output<string>;
  /** Name of the role, plain. */
  readonly roleName: string;
  /** What must be there before a node starts, and until the last one has gone. */
  readonly permissions: pulumi.Resource[];

  constructor(name: string, { context, transform }: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("node-pools", "NodeRole", name, opts, transform);
    this.roleName = nodeRoleName(context);
    const role = this.createRole(context);
    this.permissions = [...this.attachManagedPolicies(role, context), this.createBootstrapPolicy(role, context)];
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }

  private createRole(context: PlatformContext): aws.iam.Role {
    return this.make("nodeRole", aws.iam.Role, this.componentName, {
      name: this.roleName,
      description: `Nodes of ${context.clusterName}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
  }

  private attachManagedPolicies(role: aws.iam.Role, context: PlatformContext): pulumi.Resource[] {
    return managedPolicies.map((policy) =>
      this.make("nodeRoleAttachment", aws.iam.RolePolicyAttachment, this.child(policy), {
        role: role.name,
        policyArn: `arn:${context.partition}:iam::aws:policy/${policy}`,
      }),
    );
  }

  /**
   * nodeadm asks EC2 for the private DNS name that becomes the node's name, and for types that its image does not know
   * (awslabs/amazon-eks-ami, nodeadm/internal/api/status.go, internal/util); Bottlerocket's pluto asks EKS for the
   * cluster's network too. EC2's Describe actions know no resource level.
   */
  private createBootstrapPolicy(role: aws.iam.Role, context: PlatformContext): pulumi.Resource {
    const document = policyDocument(
      {
        Sid: "NodeName",
        Effect: "Allow",
        Action: ["ec2:DescribeInstances", "ec2:DescribeInstanceTypes"],
        Resource: "*",
      },
      { Sid: "Cluster", Effect: "Allow", Action: "eks:DescribeCluster", Resource: clusterArn(context) },
    );
    return this.make("nodeRolePolicy", aws.iam.RolePolicy, this.componentName, {
      name: "bootstrap",
      role: role.name,
      policy: JSON.stringify(document),
    });
  }
}

/** Name of the role of all nodes: plain, for what is decided before the role is registered. */
export function nodeRoleName(context: PlatformContext): string {
  return boundedName(`${context.clusterName}-node`, maxIamRoleName);
}
