import { others, shortName, type Call, type Rule } from "./rule";

/** Types of which one name exists once in a region (IAM: in the account), and what the API answers to a second. */
const single: Record<string, [property: string, code: string]> = {
  "autoscaling/schedule": ["scheduledActionName", "AlreadyExists"],
  "backup/restoreTestingPlan": ["name", "AlreadyExistsException"],
  "backup/vault": ["name", "AlreadyExistsException"],
  "budgets/budget": ["name", "DuplicateRecordException"],
  "cloudwatch/logGroup": ["name", "ResourceAlreadyExistsException"],
  "ecr/repository": ["name", "RepositoryAlreadyExistsException"],
  "eks/cluster": ["name", "ResourceInUseException"],
  "elasticache/replicationGroup": ["replicationGroupId", "ReplicationGroupAlreadyExists"],
  "elasticache/subnetGroup": ["name", "CacheSubnetGroupAlreadyExists"],
  "iam/openIdConnectProvider": ["url", "EntityAlreadyExists"],
  "iam/policy": ["name", "EntityAlreadyExists"],
  "iam/role": ["name", "EntityAlreadyExists"],
  "kms/alias": ["name", "AlreadyExistsException"],
  "rds/instance": ["identifier", "DBInstanceAlreadyExists"],
  "rds/parameterGroup": ["name", "DBParameterGroupAlreadyExists"],
  "rds/subnetGroup": ["name", "DBSubnetGroupAlreadyExists"],
  "s3/bucket": ["bucket", "BucketAlreadyOwnedByYou"],
  "secretsmanager/secret": ["name", "ResourceExistsException"],
  "ssm/parameter": ["name", "ParameterAlreadyExists"],
  "wafv2/webAcl": ["name", "WAFDuplicateItemException"],
};

/** Types whose names count in the whole account, or in all accounts of the world. */
const everywhere = new Set(["budgets/budget", "iam/openIdConnectProvider", "iam/policy", "iam/role", "s3/bucket"]);

function taken(call: Call): string | undefined {
  const type = shortName(call.thing.type);
  const [property = "name", code = ""] = single[type] ?? [];
  const name = call.thing.inputs[property] as string | undefined;
  const there = everywhere.has(type)
    ? call.world.all(call.thing.type).filter(({ id }) => id !== call.thing.id)
    : others(call, type);
  return name !== undefined && there.some(({ inputs }) => inputs[property] === name)
    ? `${code}: there is a ${type.split("/").pop()} "${name}" already`
    : undefined;
}

/** Characters of an inline policy without white space, all of a role together: IAM quotas in the IAM user guide. */
const inlineCharacters = 10_240;

export const nameRules: Rule[] = [
  { types: Object.keys(single), create: taken },
  {
    // EC2, CreateSecurityGroup: InvalidGroup.Duplicate within a VPC.
    types: ["ec2/securityGroup"],
    create: (call) => {
      const { name, vpcId } = call.thing.inputs;
      const twin = others(call, "ec2/securityGroup").some(
        ({ inputs }) => inputs.name === name && inputs.vpcId === vpcId,
      );
      return twin
        ? `InvalidGroup.Duplicate: The security group '${name}' already exists for VPC '${vpcId}'`
        : undefined;
    },
  },
  {
    // IAM, DeleteRole: DeleteConflict while policies are attached or embedded.
    types: ["iam/role"],
    delete: (call) =>
      others(call, "iam/rolePolicy", "iam/rolePolicyAttachment").some(
        ({ inputs }) => inputs.role === call.thing.inputs.name,
      )
        ? "DeleteConflict: Cannot delete entity, must detach all policies first."
        : undefined,
  },
  {
    // IAM, PutRolePolicy: LimitExceeded.
    types: ["iam/rolePolicy"],
    create: (call) => {
      const { role } = call.thing.inputs;
      const policies = [call.thing, ...others(call, "iam/rolePolicy").filter(({ inputs }) => inputs.role === role)];
      const size = policies.reduce((sum, { inputs }) => sum + String(inputs.policy).replace(/\s/g, "").length, 0);
      return size > inlineCharacters
        ? `LimitExceeded: Maximum policy size of ${inlineCharacters} bytes exceeded for role ${role}`
        : undefined;
    },
  },
];
