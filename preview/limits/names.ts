/** What AWS takes as a name. */
export interface NameLimit {
  max: number;
  min?: number;
  /** The whole name. */
  pattern: RegExp;
  /** The alphabet in words, for whoever has to choose another name. */
  words: string;
}

const word = (max: number, words = "letters, digits, hyphens and underscores"): NameLimit => ({
  max,
  pattern: /^[A-Za-z0-9_-]+$/,
  words,
});
const iam = (max: number): NameLimit => ({ max, pattern: /^[\w+=,.@-]+$/, words: "letters, digits and _+=,.@-" });
const identifier = (max: number): NameLimit => ({
  max,
  pattern: /^[A-Za-z](-?[A-Za-z0-9])*$/,
  words: "letters, digits and single hyphens; a letter first, no hyphen last",
});
const balancer: NameLimit = {
  max: 32,
  pattern: /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
  words: "letters, digits and hyphens; no hyphen at the ends, not `internal-` first",
};
const securityGroup: NameLimit = {
  max: 255,
  pattern: /^(?!sg-)[a-zA-Z0-9 ._:/()#,@[\]+=&;{}!$*-]+$/,
  words: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*; not `sg-` first",
};

/**
 * Names of AWS resources by Pulumi type and input: the length and alphabet that its API takes.
 *
 * Source: botocore 1.44.8 (2026-11-20), data/<service>/service-2.json.gz, members' max, min and pattern, unless said
 * otherwise.
 */
export const nameLimits: Record<string, Record<string, NameLimit>> = {
  "aws:eks/cluster:Cluster": {
    name: { max: 100, pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/, words: "letters, digits, hyphens and underscores" },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    // The provider's documentation of nodeGroupName.
    nodeGroupName: {
      max: 63,
      pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
      words: "letters, digits, hyphens and underscores",
    },
  },
  "aws:iam/role:Role": { name: iam(64) },
  "aws:iam/rolePolicy:RolePolicy": { name: iam(128) },
  "aws:iam/policy:Policy": { name: iam(128) },
  "aws:iam/instanceProfile:InstanceProfile": { name: iam(128) },
  "aws:ec2/securityGroup:SecurityGroup": { name: securityGroup, description: securityGroup },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    name: { min: 3, max: 128, pattern: /^[a-zA-Z0-9().\-/_]+$/, words: "letters, digits and ().-/_" },
  },
  "aws:lb/loadBalancer:LoadBalancer": { name: balancer },
  "aws:lb/targetGroup:TargetGroup": { name: balancer },
  "aws:rds/instance:Instance": {
    identifier: identifier(63),
    finalSnapshotIdentifier: identifier(255),
    username: { max: 16, pattern: /^[A-Za-z]\w*$/, words: "letters, digits and underscores; a letter first" },
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    name: { max: 255, pattern: /^[A-Za-z0-9 ._-]+$/, words: "letters, digits, spaces and ._-" },
  },
  "aws:rds/parameterGroup:ParameterGroup": { name: identifier(255) },
  "aws:elasticache/replicationGroup:ReplicationGroup": { replicationGroupId: identifier(40) },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    name: { max: 255, pattern: /^[A-Za-z0-9-]+$/, words: "letters, digits and hyphens" },
  },
  "aws:sqs/queue:Queue": {
    name: {
      max: 80,
      pattern: /^[A-Za-z0-9_-]+(\.fifo)?$/,
      words: "letters, digits, hyphens and underscores, .fifo included",
    },
  },
  "aws:sns/topic:Topic": {
    name: {
      max: 256,
      pattern: /^[A-Za-z0-9_-]+(\.fifo)?$/,
      words: "letters, digits, hyphens and underscores, .fifo included",
    },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    name: { max: 64, pattern: /^[._A-Za-z0-9-]+$/, words: "letters, digits and ._-" },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    targetId: { max: 64, pattern: /^[._A-Za-z0-9-]+$/, words: "letters, digits and ._-" },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    name: { max: 512, pattern: /^[._/#A-Za-z0-9-]+$/, words: "letters, digits and ._-/#" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { name: { max: 255, pattern: /^[\x20-\x7e]+$/, words: "printable ASCII" } },
  "aws:s3/bucket:Bucket": {
    bucket: {
      min: 3,
      max: 63,
      pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      words: "lower-case letters, digits, dots and hyphens; a letter or digit at the ends",
    },
  },
  "aws:ecr/repository:Repository": {
    name: {
      min: 2,
      max: 256,
      pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
      words: "lower-case letters, digits, single ._- between them, and slashes",
    },
  },
  "aws:secretsmanager/secret:Secret": {
    // The user guide, Quotas: a name must not end in a hyphen and six characters, the form of the suffix of an ARN.
    name: {
      max: 512,
      pattern: /^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]+$/,
      words: "letters, digits and /_+=.@-; not a hyphen and six characters last",
    },
  },
  "aws:ssm/parameter:Parameter": {
    name: { max: 2048, pattern: /^[A-Za-z0-9_./-]+$/, words: "letters, digits and _./-" },
  },
  "aws:kms/alias:Alias": {
    name: { max: 256, pattern: /^alias\/[a-zA-Z0-9:/_-]+$/, words: "letters, digits and :/_-" },
  },
  "aws:backup/vault:Vault": { name: { ...word(50), min: 2 } },
  "aws:backup/plan:Plan": { name: { max: 50, pattern: /^[A-Za-z0-9._-]+$/, words: "letters, digits and ._-" } },
  "aws:backup/selection:Selection": {
    name: { max: 50, pattern: /^[A-Za-z0-9._-]+$/, words: "letters, digits and ._-" },
  },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    name: { max: 50, pattern: /^[A-Za-z0-9_]+$/, words: "letters, digits and underscores, no hyphens" },
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    name: { max: 50, pattern: /^[A-Za-z0-9_]+$/, words: "letters, digits and underscores, no hyphens" },
  },
  "aws:efs/fileSystem:FileSystem": { creationToken: { max: 64, pattern: /^.+$/, words: "any characters" } },
  "aws:wafv2/webAcl:WebAcl": {
    name: { max: 128, pattern: /^[\w-]+$/, words: "letters, digits, hyphens and underscores" },
  },
  "aws:wafv2/ipSet:IpSet": {
    name: { max: 128, pattern: /^[\w-]+$/, words: "letters, digits, hyphens and underscores" },
  },
  "aws:budgets/budget:Budget": {
    name: { max: 100, pattern: /^(?!.*\/action\/)[^:\\]+$/i, words: "no colon, no backslash, no /action/" },
  },
  "aws:acm/certificate:Certificate": {
    // The common name is the first of a certificate; alternative names may have 253.
    domainName: { max: 64, pattern: /^(\*\.)?([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$/, words: "a domain name" },
  },
};
