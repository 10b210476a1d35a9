import { type Expectation, arn, cluster } from "./expectation";

const group = arn("autoscaling", "autoScalingGroup:a1b2:autoScalingGroupName/eks-general-a1b2");
const own = { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: "owned" };
const others = { "aws:ResourceTag/k8s.io/cluster-autoscaler/other": "owned" };

/** Source of the needs: kubernetes/autoscaler, tag cluster-autoscaler-1.36.1, cloudprovider/aws/README.md. */
export const clusterAutoscaler: Expectation = {
  addon: "cluster-autoscaler",
  serviceAccount: "cluster-autoscaler",
  mayDo: [
    { action: "autoscaling:DescribeAutoScalingGroups", on: "*" },
    { action: "autoscaling:DescribeScalingActivities", on: "*" },
    { action: "ec2:DescribeLaunchTemplateVersions", on: "*" },
    { action: "ec2:DescribeInstanceTypes", on: "*" },
    { action: "eks:DescribeNodegroup", on: arn("eks", `nodegroup/${cluster}/general-2026/a1b2`) },
    { action: "autoscaling:SetDesiredCapacity", on: group, with: own },
    { action: "autoscaling:TerminateInstanceInAutoScalingGroup", on: group, with: own },
  ],
  mayNot: {
    "scale another cluster's nodes": { action: "autoscaling:SetDesiredCapacity", on: group, with: others },
    "end instances of a group without the tag": {
      action: "autoscaling:TerminateInstanceInAutoScalingGroup",
      on: group,
    },
    "raise the bounds of a group": { action: "autoscaling:UpdateAutoScalingGroup", on: group, with: own },
    "delete a group": { action: "autoscaling:DeleteAutoScalingGroup", on: group, with: own },
    "read another cluster's node groups": {
      action: "eks:DescribeNodegroup",
      on: arn("eks", "nodegroup/other/general-2026/a1b2"),
    },
    "change a node group": {
      action: "eks:UpdateNodegroupConfig",
      on: arn("eks", `nodegroup/${cluster}/general-2026/a1b2`),
    },
    "end an instance past its group": { action: "ec2:TerminateInstances", on: arn("ec2", "instance/i-0a") },
  },
};
