import { type Expectation, account, arn, cluster, region } from "./expectation";

const instance = arn("ec2", "instance/i-0a1b2c3d");
const template = arn("ec2", "launch-template/lt-0a1b2c3d");
const profile = `arn:aws:iam::${account}:instance-profile/${cluster}_1234`;
const queue = arn("sqs", `${cluster}-karpenter`);
const node = { "karpenter.sh/nodepool": "general" };
const tags = (what: "RequestTag" | "ResourceTag", all: Record<string, string>) =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [`aws:${what}/${key}`, value]));
const own = (name = cluster) => tags("ResourceTag", { [`kubernetes.io/cluster/${name}`]: "owned", ...node });
const asNode = tags("RequestTag", {
  [`kubernetes.io/cluster/${cluster}`]: "owned",
  "eks:eks-cluster-name": cluster,
  ...node,
});
const place = { "topology.kubernetes.io/region": region, "karpenter.k8s.aws/ec2nodeclass": "default" };
const asProfile = tags("RequestTag", {
  [`kubernetes.io/cluster/${cluster}`]: "owned",
  "eks:eks-cluster-name": cluster,
  ...place,
});
const ownProfile = tags("ResourceTag", { [`kubernetes.io/cluster/${cluster}`]: "owned", ...place });
const toEc2 = { "iam:PassedToService": "ec2.amazonaws.com" };

/** Source of the needs: aws/karpenter-provider-aws, tag v1.14.1, cloudformation.yaml and reference/cloudformation.md. */
export const karpenter: Expectation = {
  addon: "karpenter",
  serviceAccount: "karpenter",
  mayDo: [
    { action: "ec2:RunInstances", on: `arn:aws:ec2:${region}::image/ami-0a` },
    { action: "ec2:RunInstances", on: arn("ec2", "subnet/subnet-0a") },
    { action: "ec2:RunInstances", on: arn("ec2", "security-group/sg-0a") },
    { action: "ec2:RunInstances", on: template, with: own() },
    { action: "ec2:RunInstances", on: instance, with: asNode },
    { action: "ec2:RunInstances", on: arn("ec2", "volume/vol-0a"), with: asNode },
    { action: "ec2:CreateFleet", on: arn("ec2", "fleet/fleet-0a"), with: asNode },
    { action: "ec2:CreateLaunchTemplate", on: template, with: asNode },
    { action: "ec2:CreateTags", on: instance, with: { ...asNode, "ec2:CreateAction": "CreateFleet" } },
    { action: "ec2:CreateTags", on: instance, with: { ...own(), "aws:TagKeys": ["Name", "karpenter.sh/nodeclaim"] } },
    { action: "ec2:TerminateInstances", on: instance, with: own() },
    { action: "ec2:DeleteLaunchTemplate", on: template, with: own() },
    { action: "iam:PassRole", on: `arn:aws:iam::${account}:role/${cluster}-node`, with: toEc2 },
    { action: "iam:CreateInstanceProfile", on: profile, with: asProfile },
    { action: "iam:TagInstanceProfile", on: profile, with: { ...ownProfile, ...asProfile } },
    { action: "iam:AddRoleToInstanceProfile", on: profile, with: ownProfile },
    { action: "iam:GetInstanceProfile", on: profile },
    { action: "iam:ListInstanceProfiles", on: "*" },
    { action: "eks:DescribeCluster", on: arn("eks", `cluster/${cluster}`) },
    { action: "sqs:ReceiveMessage", on: queue },
    { action: "sqs:DeleteMessage", on: queue },
    { action: "ec2:DescribeInstanceStatus", on: "*" },
    { action: "ec2:DescribeSpotPriceHistory", on: "*" },
    // Not asked: ssm:GetParameter of a public parameter, whose ARN has no account, which the simulator knows no type for.
    { action: "pricing:GetProducts", on: "*" },
  ],
  mayNot: {
    "end an instance that it did not start": { action: "ec2:TerminateInstances", on: instance },
    "end another cluster's node": { action: "ec2:TerminateInstances", on: instance, with: own("other") },
    "end a node of a managed pool": {
      action: "ec2:TerminateInstances",
      on: instance,
      with: { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: "owned" },
    },
    "start an instance without its tags": { action: "ec2:RunInstances", on: instance },
    "take over an instance by tagging it": { action: "ec2:CreateTags", on: instance, with: asNode },
    "hand a node another role": {
      action: "iam:PassRole",
      on: `arn:aws:iam::${account}:role/admin`,
      with: toEc2,
    },
    "hand the node role to another service": {
      action: "iam:PassRole",
      on: `arn:aws:iam::${account}:role/${cluster}-node`,
      with: { "iam:PassedToService": "lambda.amazonaws.com" },
    },
    "put a role into a profile that is not its own": { action: "iam:AddRoleToInstanceProfile", on: profile },
    "read another queue": { action: "sqs:ReceiveMessage", on: arn("sqs", "jobs") },
    "write into its queue": { action: "sqs:SendMessage", on: queue },
    "read a parameter of the account": { action: "ssm:GetParameter", on: arn("ssm", "parameter/database/password") },
  },
};
