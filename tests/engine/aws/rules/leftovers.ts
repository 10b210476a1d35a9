import { others, type Call, type Rule } from "./rule";

const nameOf = ({ thing }: Call, property = "name") => String(thing.inputs[property]);

/** Whether something was put where AWS keeps it: `world.leave({ kind, region, name })` in a test puts it there. */
const filled = (call: Call, kind: string, name: string) => call.world.left(kind, call.thing.region, name) !== undefined;

export const leftoverRules: Rule[] = [
  {
    // Secrets Manager, DeleteSecret: the name stays taken for RecoveryWindowInDays, 30 when it isn't said.
    types: ["secretsmanager/secret"],
    create: (call) =>
      call.world.left("secret", call.thing.region, nameOf(call))
        ? "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion."
        : undefined,
    deleted: (call) => {
      const days = Number(call.thing.inputs.recoveryWindowInDays ?? 30);
      if (days > 0) call.world.leave({ kind: "secret", region: call.thing.region, name: nameOf(call) }, days);
    },
  },
  {
    // S3, DeleteBucket: BucketNotEmpty. The provider empties it first where forceDestroy says so.
    types: ["s3/bucket", "s3/bucketV2"],
    delete: (call) =>
      !call.thing.inputs.forceDestroy && filled(call, "object", nameOf(call, "bucket"))
        ? "BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        : undefined,
  },
  {
    // AWS Backup, DeleteBackupVault: a vault with recovery points stays.
    types: ["backup/vault"],
    delete: (call) =>
      !call.thing.inputs.forceDestroy && filled(call, "recovery-point", nameOf(call))
        ? "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points."
        : undefined,
  },
  {
    // ECR, DeleteRepository: RepositoryNotEmptyException without `force`.
    types: ["ecr/repository"],
    delete: (call) =>
      !call.thing.inputs.forceDelete && filled(call, "image", nameOf(call))
        ? `RepositoryNotEmptyException: The repository with name '${nameOf(call)}' cannot be deleted because it still contains images`
        : undefined,
  },
  {
    // CloudWatch Logs, CreateLogGroup. EKS makes the group of a running control plane anew when it is deleted.
    types: ["cloudwatch/logGroup"],
    create: (call) =>
      call.world.left("log-group", call.thing.region, nameOf(call))
        ? `ResourceAlreadyExistsException: The specified log group already exists: ${nameOf(call)}`
        : undefined,
    deleted: (call) => {
      const name = nameOf(call);
      const writes = others(call, "eks/cluster").some(
        ({ inputs }) => `/aws/eks/${inputs.name}/cluster` === name && inputs.enabledClusterLogTypes?.length,
      );
      if (writes) call.world.leave({ kind: "log-group", region: call.thing.region, name });
    },
  },
  {
    // RDS, DeleteDBInstance: deletion protection, and a final snapshot whose name is free; a replica has none.
    types: ["rds/instance"],
    delete: (call) => {
      const { deletionProtection, skipFinalSnapshot, finalSnapshotIdentifier, replicateSourceDb } = call.thing.inputs;
      if (deletionProtection) return "InvalidParameterCombination: Cannot delete protected DB Instance";
      if (skipFinalSnapshot) return undefined;
      if (!finalSnapshotIdentifier) return "final_snapshot_identifier is required when skip_final_snapshot is false";
      if (replicateSourceDb) {
        return "InvalidParameterCombination: FinalDBSnapshotIdentifier can not be specified when deleting a replica instance";
      }
      return call.world.left("db-snapshot", call.thing.region, String(finalSnapshotIdentifier))
        ? `DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the identifier ${finalSnapshotIdentifier} already exists.`
        : undefined;
    },
    deleted: (call) => {
      const { skipFinalSnapshot, finalSnapshotIdentifier } = call.thing.inputs;
      if (skipFinalSnapshot || !finalSnapshotIdentifier) return;
      call.world.leave({ kind: "db-snapshot", region: call.thing.region, name: String(finalSnapshotIdentifier) });
    },
  },
  {
    // ElastiCache, DeleteReplicationGroup: SnapshotAlreadyExistsFault.
    types: ["elasticache/replicationGroup"],
    delete: (call) => {
      const name = call.thing.inputs.finalSnapshotIdentifier as string | undefined;
      return name && call.world.left("cache-snapshot", call.thing.region, name)
        ? `SnapshotAlreadyExistsFault: Snapshot with specified name already exists: ${name}`
        : undefined;
    },
    deleted: (call) => {
      const name = call.thing.inputs.finalSnapshotIdentifier as string | undefined;
      if (name) call.world.leave({ kind: "cache-snapshot", region: call.thing.region, name: name });
    },
  },
];
