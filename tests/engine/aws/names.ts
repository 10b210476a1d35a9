import { arn, domain, globalArn, partition, type Place } from "./place";
import { keyOf } from "./shapes";
import { sha, type Values } from "./values";

/** What a resource is, before it has an id. */
export interface Subject {
  type: string;
  urn: string;
  /** What its made-up ids come from: the URN, with a number behind it when that has made one already. */
  seed: string;
  inputs: Values;
}

/** Prefixes of ids that EC2, EFS and VPC make up. */
const idPrefixes: Record<string, string> = {
  "ec2/vpc": "vpc",
  "ec2/subnet": "subnet",
  "ec2/securityGroup": "sg",
  "ec2/routeTable": "rtb",
  "ec2/internetGateway": "igw",
  "ec2/natGateway": "nat",
  "ec2/eip": "eipalloc",
  "ec2/routeTableAssociation": "rtbassoc",
  "ec2/route": "r-rtb",
  "ec2/launchTemplate": "lt",
  "ec2/vpcEndpoint": "vpce",
  "ec2/flowLog": "fl",
  "ec2/securityGroupRule": "sgrule",
  "ec2/instance": "i",
  "ec2/networkAcl": "acl",
  "ec2/egressOnlyInternetGateway": "eigw",
  "ec2/volume": "vol",
  "ec2transitgateway/transitGateway": "tgw",
  "efs/fileSystem": "fs",
  "efs/accessPoint": "fsap",
  "efs/mountTarget": "fsmt",
  "vpc/securityGroupIngressRule": "sgr",
  "vpc/securityGroupEgressRule": "sgr",
};

/** Inputs that name a resource where that is not `name`. */
export const nameProperties: Record<string, string> = {
  "s3/bucket": "bucket",
  "s3/bucketV2": "bucket",
  "eks/nodeGroup": "nodeGroupName",
  "eks/fargateProfile": "fargateProfileName",
  "rds/instance": "identifier",
  "rds/cluster": "clusterIdentifier",
  "rds/clusterInstance": "identifier",
  "elasticache/replicationGroup": "replicationGroupId",
  "elasticache/user": "userId",
  "elasticache/userGroup": "userGroupId",
};

/** Types whose id is their ARN. */
const arnIsId = new Set([
  "acm/certificate",
  "iam/openIdConnectProvider",
  "iam/policy",
  "lb/loadBalancer",
  "lb/targetGroup",
  "secretsmanager/secret",
  "sns/topic",
]);

export const logicalName = (urn: string): string => urn.split("::").pop() ?? urn;
export const hexId = (prefix: string, seed: string): string => `${prefix}-0${sha(seed).slice(0, 16)}`;
export const uuid = (seed: string): string => sha(seed).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5");

/** The name that a resource has in AWS; of a prefix the provider makes one that nothing else has. */
export function nameOf({ type, urn, seed, inputs }: Subject): string {
  const property = nameProperties[keyOf(type)] ?? "name";
  const prefix = inputs[`${property}Prefix`] as string | undefined;
  const made = prefix === undefined ? undefined : `${prefix}${sha(seed).slice(0, 26)}`;
  return String(inputs[property] ?? made ?? inputs.name ?? logicalName(urn));
}

type Maker = (place: Place, subject: Subject, name: string) => string;
const path = ({ inputs }: Subject) => String(inputs.path ?? "/");

const arns: Record<string, Maker> = {
  "iam/role": (place, subject, name) => globalArn(place, "iam", `role${path(subject)}${name}`),
  "iam/policy": (place, subject, name) => globalArn(place, "iam", `policy${path(subject)}${name}`),
  "iam/user": (place, subject, name) => globalArn(place, "iam", `user${path(subject)}${name}`),
  "iam/instanceProfile": (place, subject, name) => globalArn(place, "iam", `instance-profile${path(subject)}${name}`),
  "iam/openIdConnectProvider": (place, { inputs }) =>
    globalArn(place, "iam", `oidc-provider/${String(inputs.url).replace(/^https:\/\//, "")}`),
  "s3/bucket": (place, _, name) => `arn:${partition(place.region)}:s3:::${name}`,
  "s3/bucketV2": (place, _, name) => `arn:${partition(place.region)}:s3:::${name}`,
  "eks/cluster": (place, _, name) => arn(place, "eks", `cluster/${name}`),
  "eks/nodeGroup": (place, { seed, inputs }, name) =>
    arn(place, "eks", `nodegroup/${inputs.clusterName}/${name}/${uuid(seed)}`),
  "eks/addon": (place, { seed, inputs }) =>
    arn(place, "eks", `addon/${inputs.clusterName}/${inputs.addonName}/${uuid(seed)}`),
  "eks/accessEntry": (place, { seed, inputs }) =>
    arn(place, "eks", `access-entry/${inputs.clusterName}/role/${place.account}/${uuid(seed)}`),
  "kms/key": (place, { seed }) => arn(place, "kms", `key/${uuid(seed)}`),
  "kms/replicaKey": (place, { inputs }) => arn(place, "kms", String(inputs.primaryKeyArn).split(":").pop() ?? ""),
  "kms/alias": (place, _, name) => arn(place, "kms", name),
  "cloudwatch/logGroup": (place, _, name) => arn(place, "logs", `log-group:${name}`),
  "cloudwatch/eventRule": (place, _, name) => arn(place, "events", `rule/${name}`),
  "cloudwatch/metricAlarm": (place, _, name) => arn(place, "cloudwatch", `alarm:${name}`),
  "ecr/repository": (place, _, name) => arn(place, "ecr", `repository/${name}`),
  "sqs/queue": (place, _, name) => arn(place, "sqs", name),
  "sns/topic": (place, _, name) => arn(place, "sns", name),
  "dynamodb/table": (place, _, name) => arn(place, "dynamodb", `table/${name}`),
  "lambda/function": (place, _, name) => arn(place, "lambda", `function:${name}`),
  "rds/instance": (place, _, name) => arn(place, "rds", `db:${name}`),
  "rds/cluster": (place, _, name) => arn(place, "rds", `cluster:${name}`),
  "elasticache/replicationGroup": (place, _, name) => arn(place, "elasticache", `replicationgroup:${name}`),
  "secretsmanager/secret": (place, { seed }, name) =>
    arn(place, "secretsmanager", `secret:${name}-${sha(seed).slice(0, 6)}`),
  "acm/certificate": (place, { seed }) => arn(place, "acm", `certificate/${uuid(seed)}`),
  "route53/zone": (place, { seed }) => `arn:${partition(place.region)}:route53:::hostedzone/${zoneId(seed)}`,
  "backup/vault": (place, _, name) => arn(place, "backup", `backup-vault:${name}`),
};

const zoneId = (seed: string) => "Z" + sha(seed).slice(0, 20).toUpperCase();

/** The ARN of a resource: AWS's own form where the program or a policy may read it, a made-up one elsewhere. */
export function arnOf(place: Place, subject: Subject): string {
  const key = keyOf(subject.type);
  const maker = arns[key];
  if (maker) return maker(place, subject, nameOf(subject));
  const [service = key, resource = key] = key.split("/");
  const id = idPrefixes[key] ? hexId(idPrefixes[key], subject.seed) : nameOf(subject);
  return arn(place, service, `${resource.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase())}/${id}`);
}

const ids: Record<string, Maker> = {
  "kms/key": (_, { seed }) => uuid(seed),
  "kms/replicaKey": (_, { inputs }) => String(inputs.primaryKeyArn).split("/").pop() ?? "",
  "sqs/queue": (place, _, name) => `https://sqs.${place.region}.${domain(place.region)}/${place.account}/${name}`,
  "eks/nodeGroup": (_, { inputs }, name) => `${inputs.clusterName}:${name}`,
  "eks/addon": (_, { inputs }) => `${inputs.clusterName}:${inputs.addonName}`,
  "eks/accessEntry": (_, { inputs }) => `${inputs.clusterName}:${inputs.principalArn}`,
  "route53/zone": (_, { seed }) => zoneId(seed),
  "route53/record": (_, { inputs }) => `${inputs.zoneId}_${inputs.name}_${inputs.type}`,
};

/** The id that AWS, or the provider, gives a resource. The same resource always gets the same one. */
export function idOf(place: Place, subject: Subject): string {
  const key = keyOf(subject.type);
  const { urn, seed, inputs } = subject;
  if (idPrefixes[key]) return hexId(idPrefixes[key], seed);
  if (arnIsId.has(key)) return arnOf(place, subject);
  const maker = ids[key];
  if (maker) return maker(place, subject, nameOf(subject));
  if (inputs.bucket && key.startsWith("s3/")) return String(inputs.bucket);
  if (nameProperties[key] || inputs.name) return nameOf(subject);
  return `${logicalName(urn)}-${sha(seed).slice(0, 10)}`;
}
