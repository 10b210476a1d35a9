import {
  clusterArn,
  type PolicyDocument,
  type PolicyStatement,
  policyDocument,
} from "../../../identity/policy-document";
import type { PlatformContext } from "../../../shared/context";

/** What the policy names beside the cluster. */
export interface KarpenterPolicyNames {
  /** ARN of the queue of interruptions. */
  queueArn: string;
  /** Role that nodes run with: the only one that Karpenter may hand to an instance. */
  nodeRoleName: string;
}

/**
 * What Karpenter may do.
 *
 * Source: aws/karpenter-provider-aws, tag v1.14.1, website/content/en/preview/getting-started/
 * getting-started-with-karpenter/cloudformation.yaml, its six policies in one, narrowed: resources are of this account,
 * instance types and prices are read as there, zonal shift is left out because it is off.
 */
export function karpenterPolicy(context: PlatformContext, names: KarpenterPolicyNames): PolicyDocument {
  const { partition, region, accountId, clusterName } = context;
  const profiles = `arn:${partition}:iam::${accountId}:instance-profile/*`;
  return policyDocument(
    ...instanceStatements(context),
    allow("PassNodeRole", ["iam:PassRole"], `arn:${partition}:iam::${accountId}:role/${names.nodeRoleName}`, {
      StringEquals: { "iam:PassedToService": partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com" },
    }),
    allow("CreateProfile", ["iam:CreateInstanceProfile"], profiles, {
      StringEquals: { ...requested(clusterName), "aws:RequestTag/topology.kubernetes.io/region": region },
      StringLike: { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*" },
    }),
    allow("TagProfile", ["iam:TagInstanceProfile"], profiles, {
      StringEquals: {
        ...owned(clusterName),
        "aws:ResourceTag/topology.kubernetes.io/region": region,
        ...requested(clusterName),
        "aws:RequestTag/topology.kubernetes.io/region": region,
      },
      StringLike: {
        "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*",
        "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*",
      },
    }),
    allow(
      "OwnProfiles",
      ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
      profiles,
      {
        StringEquals: { ...owned(clusterName), "aws:ResourceTag/topology.kubernetes.io/region": region },
        StringLike: { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    ),
    allow("ReadProfiles", ["iam:GetInstanceProfile"], profiles),
    allow("Cluster", ["eks:DescribeCluster"], clusterArn(context)),
    allow("Interruptions", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], names.queueArn),
    // None of these takes a resource.
    allow("Read", reads, "*", { StringEquals: { "aws:RequestedRegion": region } }),
    allow("ReadImages", ["ssm:GetParameter"], `arn:${partition}:ssm:${region}::parameter/aws/service/*`),
    // Prices are asked of the few regions that have that API; profiles belong to no region.
    allow("ReadPrices", ["pricing:GetProducts"], "*"),
    allow("ListProfiles", ["iam:ListInstanceProfiles"], "*"),
  );
}

/** Instances, their templates and their tags: what carries the cluster's tag, and nothing else. */
function instanceStatements({ partition, region, accountId, clusterName }: PlatformContext): PolicyStatement[] {
  const ec2 = (resource: string, owner = accountId) => `arn:${partition}:ec2:${region}:${owner}:${resource}/*`;
  const made = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"].map(
    (resource) => ec2(resource),
  );
  const nodePool = "karpenter.sh/nodepool";
  const asNode = { StringEquals: requested(clusterName), StringLike: { [`aws:RequestTag/${nodePool}`]: "*" } };
  const ownNode = { StringEquals: owned(clusterName), StringLike: { [`aws:ResourceTag/${nodePool}`]: "*" } };
  const start = ["ec2:RunInstances", "ec2:CreateFleet"];
  return [
    allow("StartFrom", start, [
      // Public images and their snapshots have no account in their ARN.
      ...[ec2("image", ""), ec2("snapshot", "")],
      ...["security-group", "subnet", "capacity-reservation", "placement-group"].map((resource) => ec2(resource)),
    ]),
    allow("StartFromOwnTemplate", start, ec2("launch-template"), ownNode),
    allow("StartTagged", [...start, "ec2:CreateLaunchTemplate"], made, asNode),
    allow("TagNew", ["ec2:CreateTags"], made, {
      ...asNode,
      StringEquals: {
        ...asNode.StringEquals,
        "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
      },
    }),
    allow("TagOwn", ["ec2:CreateTags"], ec2("instance"), {
      ...ownNode,
      StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
    }),
    allow(
      "EndOwn",
      ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      [ec2("instance"), ec2("launch-template")],
      ownNode,
    ),
  ];
}

const reads = [
  ...["CapacityReservations", "Images", "Instances", "InstanceStatus", "InstanceTypeOfferings", "InstanceTypes"],
  ...["LaunchTemplates", "PlacementGroups", "SecurityGroups", "SpotPriceHistory", "Subnets"],
].map((what) => `ec2:Describe${what}`);

/** Tags of a request for something that is to be the cluster's. */
function requested(clusterName: string): Record<string, string> {
  return {
    [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: "owned",
    "aws:RequestTag/eks:eks-cluster-name": clusterName,
  };
}

/** Tag of what is the cluster's. */
function owned(clusterName: string): Record<string, string> {
  return { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" };
}

function allow(
  Sid: string,
  Action: string[],
  Resource: string | string[],
  Condition?: PolicyStatement["Condition"],
): PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}
