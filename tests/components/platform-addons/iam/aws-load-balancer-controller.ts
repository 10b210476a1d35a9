import { type Expectation, arn, cluster } from "./expectation";

const group = arn("ec2", "security-group/sg-0a1b2c3d");
const alb = arn("elasticloadbalancing", "loadbalancer/app/k8s-gateways-public/50dc6c495c0c9188");
const targets = arn("elasticloadbalancing", "targetgroup/k8s-api/73e2d6bc24d8a067");
const listener = arn("elasticloadbalancing", "listener/app/k8s-gateways-public/50dc6c495c0c9188/f2f7dc8efc522ab2");
const rule = `${listener.replace(":listener/", ":listener-rule/")}/9683b2d02a6cabee`;
const acl = arn("wafv2", "regional/webacl/site/a1b2");
const own = { "aws:ResourceTag/elbv2.k8s.aws/cluster": cluster };
const others = { "aws:ResourceTag/elbv2.k8s.aws/cluster": "other" };
const asOwn = { "aws:RequestTag/elbv2.k8s.aws/cluster": cluster };
const elb = "elasticloadbalancing";

/** Source of the needs: kubernetes-sigs/aws-load-balancer-controller, tag v3.5.0, docs/install/iam_policy.json. */
export const loadBalancerController: Expectation = {
  addon: "aws-load-balancer-controller",
  serviceAccount: "aws-load-balancer-controller",
  settings: { shield: true },
  mayDo: [
    { action: "ec2:DescribeSubnets", on: "*" },
    { action: "ec2:GetSecurityGroupsForVpc", on: arn("ec2", "vpc/vpc-0a") },
    { action: "elasticloadbalancing:DescribeTargetHealth", on: "*" },
    { action: "acm:ListCertificates", on: "*" },
    { action: "acm:DescribeCertificate", on: arn("acm", "certificate/a1b2") },
    { action: "cognito-idp:DescribeUserPoolClient", on: arn("cognito-idp", "userpool/us-east-1_a1b2c3d4e") },
    { action: `${elb}:CreateLoadBalancer`, on: alb, with: asOwn },
    { action: `${elb}:AddTags`, on: alb, with: { ...asOwn, [`${elb}:CreateAction`]: "CreateLoadBalancer" } },
    { action: `${elb}:CreateTargetGroup`, on: targets, with: asOwn },
    { action: `${elb}:SetSecurityGroups`, on: alb, with: own },
    { action: `${elb}:DeleteLoadBalancer`, on: alb, with: own },
    { action: `${elb}:DeleteTargetGroup`, on: targets, with: own },
    { action: `${elb}:CreateListener`, on: alb },
    { action: `${elb}:ModifyListener`, on: listener },
    { action: `${elb}:AddListenerCertificates`, on: listener },
    { action: `${elb}:CreateRule`, on: listener },
    { action: `${elb}:DeleteRule`, on: rule },
    { action: `${elb}:SetRulePriorities`, on: rule },
    { action: `${elb}:SetWebAcl`, on: "*" },
    { action: `${elb}:RegisterTargets`, on: targets },
    { action: "wafv2:AssociateWebACL", on: acl },
    { action: "wafv2:AssociateWebACL", on: alb },
    { action: "shield:CreateProtection", on: "*" },
    { action: "shield:DeleteProtection", on: `arn:aws:shield::123456789012:protection/a1b2` },
    { action: "ec2:CreateSecurityGroup", on: group, with: asOwn },
    { action: "ec2:CreateSecurityGroup", on: arn("ec2", "vpc/vpc-0a") },
    { action: "ec2:CreateTags", on: group, with: { ...asOwn, "ec2:CreateAction": "CreateSecurityGroup" } },
    { action: "ec2:AuthorizeSecurityGroupIngress", on: group, with: own },
    {
      action: "ec2:AuthorizeSecurityGroupIngress",
      on: group,
      with: { "aws:ResourceTag/karpenter.sh/discovery": cluster },
    },
    { action: "ec2:DeleteSecurityGroup", on: group, with: own },
    {
      action: "iam:CreateServiceLinkedRole",
      on: "arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
      with: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    },
  ],
  mayNot: {
    "delete another cluster's load balancer": { action: `${elb}:DeleteLoadBalancer`, on: alb, with: others },
    "make a load balancer without its tag": { action: `${elb}:CreateLoadBalancer`, on: alb },
    "make a load balancer in another cluster's name": {
      action: `${elb}:CreateLoadBalancer`,
      on: alb,
      with: { "aws:RequestTag/elbv2.k8s.aws/cluster": "other" },
    },
    "take over a load balancer by tagging it": { action: `${elb}:AddTags`, on: alb, with: { ...asOwn, ...others } },
    "open the security group of a database": { action: "ec2:AuthorizeSecurityGroupIngress", on: group },
    "delete the nodes' security group": {
      action: "ec2:DeleteSecurityGroup",
      on: group,
      with: { "aws:ResourceTag/karpenter.sh/discovery": cluster },
    },
    "tag an instance": {
      action: "ec2:CreateTags",
      on: arn("ec2", "instance/i-0a"),
      with: { ...asOwn, "ec2:CreateAction": "CreateSecurityGroup" },
    },
    "delete a certificate": { action: "acm:DeleteCertificate", on: arn("acm", "certificate/a1b2") },
    "read the users of a pool": {
      action: "cognito-idp:ListUsers",
      on: arn("cognito-idp", "userpool/us-east-1_a1b2c3d4e"),
    },
    "change a web ACL": { action: "wafv2:UpdateWebACL", on: acl },
    "make the service-linked role of another service": {
      action: "iam:CreateServiceLinkedRole",
      on: "arn:aws:iam::123456789012:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
      with: { "iam:AWSServiceName": "spot.amazonaws.com" },
    },
  },
};
