/**
 * AWS types that cost nothing by themselves, by the module and class of their Pulumi type. Everything of AWS that is
 * neither here nor below nor priced is listed as not priced: a type that no one has thought of is never a
 * silent zero.
 */
const free: Record<string, string[]> = {
  // https://aws.amazon.com/iam/pricing/
  iam: ["*"],
  // https://aws.amazon.com/vpc/pricing/: what is not named there is free of charge.
  ec2: [
    "Vpc",
    "Subnet",
    "RouteTable",
    "RouteTableAssociation",
    "Route",
    "InternetGateway",
    "DefaultSecurityGroup",
    "DefaultNetworkAcl",
    "DefaultRouteTable",
    "SecurityGroup",
    "SecurityGroupRule",
    "NetworkAcl",
    "NetworkAclRule",
    "VpcDhcpOptions",
    "VpcDhcpOptionsAssociation",
    "VpcEndpointPolicy",
    "VpcEndpointRouteTableAssociation",
    "VpcEndpointSecurityGroupAssociation",
    "VpcIpv4CidrBlockAssociation",
    "LaunchTemplate",
    "PlacementGroup",
    "Tag",
    "EbsEncryptionByDefault",
    "EbsDefaultKmsKey",
  ],
  vpc: ["SecurityGroupIngressRule", "SecurityGroupEgressRule"],
  // https://aws.amazon.com/eks/pricing/: managed add-ons, access entries and associations are not billed.
  eks: ["AccessEntry", "AccessPolicyAssociation", "Addon", "PodIdentityAssociation", "IdentityProviderConfig"],
  autoscaling: ["Tag", "GroupTag", "LifecycleHook", "Policy", "Schedule"],
  budgets: ["Budget"], // without actions: https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/
  kms: ["Alias", "KeyPolicy", "Grant"],
  acm: ["Certificate", "CertificateValidation"], // public certificates: https://aws.amazon.com/certificate-manager/pricing/
  lb: ["TargetGroup", "Listener", "ListenerRule", "ListenerCertificate", "TargetGroupAttachment"],
  efs: ["AccessPoint", "BackupPolicy", "FileSystemPolicy", "MountTarget"],
  s3: [
    "BucketLogging",
    "BucketPolicy",
    "BucketPublicAccessBlock",
    "BucketVersioning",
    "BucketServerSideEncryptionConfiguration",
    "BucketLifecycleConfiguration",
    "BucketOwnershipControls",
    "BucketObjectLockConfiguration",
    "BucketNotification",
  ],
  ecr: [
    "LifecyclePolicy",
    "RepositoryPolicy",
    "PullThroughCacheRule",
    "RepositoryCreationTemplate",
    "ReplicationConfiguration",
  ],
  cloudwatch: ["EventRule", "EventTarget", "LogResourcePolicy"], // rules on AWS's own events: https://aws.amazon.com/eventbridge/pricing/
  sqs: ["QueuePolicy", "RedrivePolicy"],
  sns: ["TopicPolicy", "TopicSubscription"],
  rds: ["SubnetGroup", "ParameterGroup", "ClusterParameterGroup", "OptionGroup"],
  elasticache: ["SubnetGroup", "ParameterGroup", "User", "UserGroup"],
  secretsmanager: ["SecretVersion", "SecretPolicy", "SecretRotation"],
  backup: [
    "Plan",
    "Selection",
    "VaultPolicy",
    "VaultLockConfiguration",
    "RestoreTestingPlan",
    "RestoreTestingSelection",
  ],
  dlm: ["LifecyclePolicy"], // the snapshots are not: https://aws.amazon.com/ebs/pricing/
};

/** Types that are billed by what goes through or lies in them, which no plan knows. */
const byUsage: Record<string, string> = {
  "sns:Topic": "by the notification",
  "dynamodb:Table": "by the request and the gigabyte kept",
  "lambda:Function": "by the request and its duration",
  "s3:BucketReplicationConfig": "by the gigabyte sent to the other region, with its Replication Time Control",
  "guardduty:Detector": "by the event analysed",
  "ssm:Parameter": "free at the standard tier; by the request above",
};

/** Module and class of an AWS type: `aws:ec2/vpc:Vpc` is `ec2:Vpc`. */
export function shortType(type: string): { module: string; name: string } {
  const [, module = "", name = ""] = type.split(":");
  return { module: module.split("/")[0] ?? "", name };
}

export function isFree(type: string): boolean {
  const { module, name } = shortType(type);
  const names = free[module] ?? [];
  return names.includes("*") || names.includes(name.replace(/V2$/, ""));
}

/** What a type is billed by, when that is its use. */
export function billedBy(type: string): string | undefined {
  const { module, name } = shortType(type);
  return byUsage[`${module}:${name.replace(/V2$/, "")}`];
}
