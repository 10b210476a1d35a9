import type { PlanDocument } from "../document";

type Resource = PlanDocument["resources"][number];

/** What a resource keeps that is gone with it, and how to keep it. */
interface Loss {
  lost: string;
  avoid: string;
}

const backup = "take a backup first (docs/runbooks/backups.md), or undo the change";

/** Types that hold data or that data can't be read without. */
const holders: Record<string, Loss> = {
  "aws:rds/instance:Instance": { lost: "the database and its automatic backups", avoid: backup },
  "aws:elasticache/replicationGroup:ReplicationGroup": { lost: "what the cache holds", avoid: backup },
  "aws:s3/bucket:Bucket": { lost: "every object of the bucket", avoid: "copy the objects first, or undo the change" },
  "aws:sqs/queue:Queue": { lost: "the messages in the queue", avoid: "let the workers empty it first" },
  "aws:efs/fileSystem:FileSystem": { lost: "every file", avoid: backup },
  "aws:backup/vault:Vault": { lost: "the recovery points", avoid: "wait until they have expired" },
  "aws:kms/key:Key": {
    lost: "everything encrypted with the key, once its waiting period ends",
    avoid: "`aws kms cancel-key-deletion` within that period",
  },
  "aws:secretsmanager/secret:Secret": {
    lost: "the secret, once its recovery window ends",
    avoid: "`aws secretsmanager restore-secret` within that window",
  },
  "aws:ecr/repository:Repository": { lost: "the images", avoid: "push them to another repository first" },
  "aws:cloudwatch/logGroup:LogGroup": { lost: "the logs", avoid: "export them to S3 first" },
  "eks:index:Cluster": { lost: "the cluster and every volume in it", avoid: "docs/runbooks/restore-cluster.md" },
  "aws:eks/cluster:Cluster": { lost: "the cluster and every volume in it", avoid: "docs/runbooks/restore-cluster.md" },
  "kubernetes:core/v1:PersistentVolumeClaim": { lost: "the volume, where its class deletes it", avoid: backup },
  "kubernetes:core/v1:Namespace": {
    lost: "every object of the namespace, with its volume claims and Secrets",
    avoid: "`npm run preview -- STACK --manifests DIR` beforehand, and docs/runbooks/restore-namespace.md",
  },
  "kubernetes:postgresql.cnpg.io/v1:Cluster": { lost: "the database's volumes", avoid: backup },
};

/**
 * What is lost when a resource goes.
 *
 * @returns undefined where it holds no data, or where the program keeps it: `retainOnDelete` leaves it where it is, and a
 * protected one is not deleted at all: the engine stops.
 */
export function lossOf({ type, protect, retainOnDelete }: Resource): Loss | undefined {
  if (retainOnDelete === true) return undefined;
  const loss = holders[type];
  if (!loss || protect !== true) return loss;
  return { lost: `nothing yet, because it is protected and the engine refuses: ${loss.lost}`, avoid: loss.avoid };
}
