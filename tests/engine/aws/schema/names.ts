import { keyOf } from "../shapes";
import { containsUnknown, type Values } from "../values";

interface NameRule {
  pattern: RegExp;
  /** What AWS says of it, in its words' sense. */
  meaning: string;
}

const rule = (pattern: RegExp, meaning: string): NameRule => ({ pattern, meaning });
const hyphenated = (most: number) =>
  rule(
    new RegExp(`^(?=.{1,${most}}$)[A-Za-z](?:-?[A-Za-z0-9])*$`),
    `at most ${most} letters, digits and hyphens, beginning with a letter, no two hyphens in a row and none at the end`,
  );
const description = rule(
  /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/,
  "at most 255 characters of a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*",
);

/**
 * Names and descriptions that CloudFormation's schema leaves open, from the words of the API's own reference: the
 * service models in botocore 1.44.8, by type and input.
 */
const rules: Record<string, Record<string, NameRule>> = {
  // sqs, CreateQueueRequest.QueueName
  "sqs/queue": { name: rule(/^[A-Za-z0-9_-]{1,80}$/, "at most 80 letters, digits, hyphens and underscores") },
  // elasticache, CreateReplicationGroupMessage.ReplicationGroupId
  "elasticache/replicationGroup": { replicationGroupId: hyphenated(40) },
  // elasticache, CreateCacheSubnetGroupMessage.CacheSubnetGroupName
  "elasticache/subnetGroup": { name: rule(/^[A-Za-z0-9-]{1,255}$/, "at most 255 letters, digits and hyphens") },
  // sns, CreateTopicInput.Name
  "sns/topic": { name: rule(/^[A-Za-z0-9_-]{1,256}$/, "at most 256 letters, digits, hyphens and underscores") },
  // secretsmanager, CreateSecretRequest.Name
  "secretsmanager/secret": { name: rule(/^[A-Za-z0-9/_+=.@-]{1,512}$/, "at most 512 letters, digits and /_+=.@-") },
  // backup, RestoreTestingPlanForCreate and RestoreTestingSelectionForCreate
  "backup/restoreTestingPlan": { name: rule(/^\w+$/, "letters, digits and underscores") },
  "backup/restoreTestingSelection": { name: rule(/^\w{1,50}$/, "at most 50 letters, digits and underscores") },
  // rds, CreateDBInstanceMessage.DBInstanceIdentifier, .DBName (PostgreSQL: 63, begins with a letter), .MasterUsername
  "rds/instance": {
    identifier: hyphenated(63),
    dbName: rule(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, "at most 63 letters, digits and underscores, beginning with a letter"),
    username: rule(/^[A-Za-z]\w{0,15}$/, "at most 16 letters, digits and underscores, beginning with a letter"),
    // rds, DeleteDBInstanceMessage.FinalDBSnapshotIdentifier
    finalSnapshotIdentifier: hyphenated(255),
  },
  // rds, CreateDBSubnetGroupMessage.DBSubnetGroupName
  "rds/subnetGroup": {
    name: rule(/^(?!default$)[A-Za-z][\w. -]{0,254}$/, "at most 255 characters, beginning with a letter"),
  },
  // budgets, Budget.BudgetName
  "budgets/budget": { name: rule(/^(?!.*\/action\/)[^:\\]{1,100}$/, "at most 100 characters without : and \\") },
  // ec2, IpRange.Description
  "vpc/securityGroupIngressRule": { description },
  "vpc/securityGroupEgressRule": { description },
};

/** What is wrong with the names of a resource. */
export function nameProblems(type: string, inputs: Values): string[] {
  return Object.entries(rules[keyOf(type)] ?? {}).flatMap(([property, { pattern, meaning }]) => {
    const value: unknown = inputs[property];
    if (typeof value !== "string" || containsUnknown(value) || pattern.test(value)) return [];
    return [`${property} is "${value}" (${value.length} characters): ${meaning}`];
  });
}
