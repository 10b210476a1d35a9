import { type PolicyDocument, type PolicyStatement, policyDocument } from "../../../identity/policy-document";
import type { PlatformContext } from "../../../shared/context";

/**
 * What the AWS Load Balancer Controller may do.
 *
 * Source: kubernetes-sigs/aws-load-balancer-controller, tag v3.5.0, docs/install/iam_policy.json, narrowed: resources
 * are of this account and region, what is tagged with a cluster must be tagged with this one, the nodes' security
 * group is told by its tag, and what gateways don't offer is left out (server certificates of IAM, WAF Classic,
 * customer-owned addresses; Shield unless it is turned on).
 */
export function loadBalancerControllerPolicy(context: PlatformContext, settings: { shield: boolean }): PolicyDocument {
  const { partition, region, accountId, clusterName } = context;
  const elb = (type: string) => `arn:${partition}:elasticloadbalancing:${region}:${accountId}:${type}`;
  const securityGroups = `arn:${partition}:ec2:${region}:${accountId}:security-group/*`;
  const vpcs = `arn:${partition}:ec2:${region}:${accountId}:vpc/*`;
  const tagged = [elb("targetgroup/*/*"), elb("loadbalancer/net/*/*"), elb("loadbalancer/app/*/*")];
  const listeners = [elb("listener/net/*/*/*"), elb("listener/app/*/*/*")];
  const rules = [elb("listener-rule/net/*/*/*"), elb("listener-rule/app/*/*/*")];
  const ofCluster = { "aws:ResourceTag/elbv2.k8s.aws/cluster": clusterName };
  const asCluster = { "aws:RequestTag/elbv2.k8s.aws/cluster": clusterName };

  return policyDocument(
    allow(
      "ServiceLinkedRole",
      ["iam:CreateServiceLinkedRole"],
      `arn:${partition}:iam::${accountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`,
      {
        StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
      },
    ),
    // None of these takes a resource (service authorization reference of EC2, ELB and ACM).
    allow("Read", [...reads, "acm:ListCertificates"], "*"),
    // The VPC's id is unknown at the first preview.
    allow("ReadSecurityGroupsOfVpc", ["ec2:GetSecurityGroupsForVpc"], vpcs),
    allow("ReadCertificates", ["acm:DescribeCertificate"], `arn:${partition}:acm:${region}:${accountId}:certificate/*`),
    // Asked of the caller by a rule that has people log in (VC-36).
    allow(
      "ReadUserPoolClients",
      ["cognito-idp:DescribeUserPoolClient"],
      `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/*`,
    ),
    allow(
      "WebAcl",
      ["wafv2:GetWebACL", "wafv2:GetWebACLForResource", "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"],
      [`arn:${partition}:wafv2:${region}:${accountId}:regional/webacl/*/*`, elb("loadbalancer/app/*/*")],
    ),
    // Asked of the caller by wafv2:AssociateWebACL; by the service authorization reference it takes no resource.
    allow("WebAclOfLoadBalancer", ["elasticloadbalancing:SetWebAcl"], "*"),
    ...(settings.shield ? shieldStatements(context) : []),
    allow("CreateSecurityGroup", ["ec2:CreateSecurityGroup"], securityGroups, { StringEquals: asCluster }),
    // The VPC is the second resource of the call, and no tag is asked for there.
    allow("CreateSecurityGroupInVpc", ["ec2:CreateSecurityGroup"], vpcs),
    allow("TagNewSecurityGroup", ["ec2:CreateTags"], securityGroups, {
      StringEquals: { ...asCluster, "ec2:CreateAction": "CreateSecurityGroup" },
    }),
    allow("TagOwnSecurityGroup", ["ec2:CreateTags", "ec2:DeleteTags"], securityGroups, {
      StringEquals: ofCluster,
      Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "true" },
    }),
    allow("OwnSecurityGroup", [...ingressRules, "ec2:DeleteSecurityGroup"], securityGroups, {
      StringEquals: ofCluster,
    }),
    // The network tags the nodes' group so, and no other; groups of single pods need the tag too.
    allow("NodeSecurityGroup", ingressRules, securityGroups, {
      StringEquals: { "aws:ResourceTag/karpenter.sh/discovery": clusterName },
    }),
    allow("Create", ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"], tagged, {
      StringEquals: asCluster,
    }),
    allow("TagNew", ["elasticloadbalancing:AddTags"], tagged, {
      StringEquals: { ...asCluster, "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] },
    }),
    allow("TagOwn", ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"], tagged, {
      StringEquals: ofCluster,
      Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "true" },
    }),
    allow(
      "TagListeners",
      ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      [...listeners, ...rules],
    ),
    allow("ModifyOwn", modifications, [...tagged, ...listeners], { StringEquals: ofCluster }),
    // No condition in the source either: a load balancer, a listener or a rule, whichever the call names.
    allow("Listeners", listenerActions, [
      elb("loadbalancer/net/*/*"),
      elb("loadbalancer/app/*/*"),
      ...listeners,
      ...rules,
    ]),
    allow(
      "Targets",
      ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      elb("targetgroup/*/*"),
    ),
  );
}

const ingressRules = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];

const reads = [
  ...["AccountAttributes", "Addresses", "AvailabilityZones", "InternetGateways", "Vpcs", "VpcPeeringConnections"],
  ...["Subnets", "SecurityGroups", "Instances", "NetworkInterfaces", "Tags", "IpamPools", "RouteTables"],
]
  .map((what) => `ec2:Describe${what}`)
  .concat(
    [
      ...["LoadBalancers", "LoadBalancerAttributes", "Listeners", "ListenerCertificates", "ListenerAttributes"],
      ...["SSLPolicies", "Rules", "TargetGroups", "TargetGroupAttributes", "TargetHealth", "Tags", "TrustStores"],
      "CapacityReservation",
    ].map((what) => `elasticloadbalancing:Describe${what}`),
  );

const modifications = [
  ...["ModifyLoadBalancerAttributes", "SetIpAddressType", "SetSecurityGroups", "SetSubnets", "DeleteLoadBalancer"],
  ...["ModifyTargetGroup", "ModifyTargetGroupAttributes", "DeleteTargetGroup", "ModifyListenerAttributes"],
  ...["ModifyCapacityReservation", "ModifyIpPools"],
].map((action) => `elasticloadbalancing:${action}`);

const listenerActions = [
  ...["CreateListener", "DeleteListener", "ModifyListener", "CreateRule", "DeleteRule", "ModifyRule"],
  ...["AddListenerCertificates", "RemoveListenerCertificates", "SetRulePriorities"],
].map((action) => `elasticloadbalancing:${action}`);

function shieldStatements({ partition, accountId }: PlatformContext): PolicyStatement[] {
  return [
    // Neither takes a resource.
    allow("ShieldState", ["shield:GetSubscriptionState", "shield:CreateProtection"], "*"),
    allow(
      "Shield",
      ["shield:DescribeProtection", "shield:DeleteProtection"],
      `arn:${partition}:shield::${accountId}:protection/*`,
    ),
  ];
}

function allow(
  Sid: string,
  Action: string[],
  Resource: string | string[],
  Condition?: PolicyStatement["Condition"],
): PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}
