import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../shared/context";
import { boundedName } from "../shared/naming";
import { backupTag, backupValue } from "../shared/vocabulary";
import { postgresPort, type RdsSettings } from "./settings";

/** Longest identifier: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const maxIdentifier = 63;

/** Identifier of the instance, and so the first part of its host name. */
export function rdsIdentifier(context: PlatformContext, database: string): string {
  return boundedName(`${context.clusterName}-${database}`, maxIdentifier);
}

/** ARN of the instance, known before it is. */
export function rdsArn(context: PlatformContext, database: string): string {
  const { partition, region, accountId } = context;
  return `arn:${partition}:rds:${region}:${accountId}:db:${rdsIdentifier(context, database)}`;
}

/** Days of Database Insights: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Considerations.html */
const insightsDays = { standard: 7, advanced: 465 } as const;

/** Where the master password is: with RDS, given here, or what the instance has already. */
export type MasterPassword = { by: "rds" } | { by: "program"; password: pulumi.Input<string> } | { by: "primary" };

/**
 * Everything of the instance but its groups, which the component adds.
 *
 * RDS makes no replica of an instance whose password it keeps itself, so that a pair gives it one:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, "Limitations".
 */
export function rdsInstanceArgs(
  context: PlatformContext,
  database: string,
  settings: RdsSettings,
  master: MasterPassword = { by: "rds" },
) {
  const identifier = rdsIdentifier(context, database);
  const { kmsKeyArn, maxStorageGiB } = settings;
  return {
    identifier,
    engine: "postgres",
    engineVersion: settings.version,
    autoMinorVersionUpgrade: true,
    // Extended support is billed by the vCPU and hour; without it AWS upgrades when standard support ends.
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    instanceClass: settings.instanceClass,
    storageType: "gp3",
    allocatedStorage: settings.storageGiB,
    ...(maxStorageGiB === undefined ? {} : { maxAllocatedStorage: maxStorageGiB }),
    storageEncrypted: true,
    ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
    multiAz: settings.multiAz,
    publiclyAccessible: false,
    port: postgresPort,
    dbName: settings.database,
    username: settings.user,
    ...passwordArgs(master, kmsKeyArn),
    backupRetentionPeriod: settings.backupRetentionDays,
    backupWindow: settings.backupWindow,
    maintenanceWindow: settings.maintenanceWindow,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    deletionProtection: settings.deletionProtection,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: `${identifier}-final`,
    // Performance Insights as the API still calls it: USER_DatabaseInsights.Considerations.html.
    databaseInsightsMode: settings.insights,
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: insightsDays[settings.insights],
    enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
    // Changes wait for the maintenance window: some restart the instance.
    applyImmediately: false,
    tags: { Name: identifier, [backupTag]: backupValue.vault },
  } satisfies aws.rds.InstanceArgs;
}

function passwordArgs(master: MasterPassword, kmsKeyArn: string | undefined) {
  if (master.by === "program") return { password: master.password };
  if (master.by === "primary") return {};
  return {
    manageMasterUserPassword: true,
    ...(kmsKeyArn === undefined ? {} : { masterUserSecretKmsKeyId: kmsKeyArn }),
  };
}

/**
 * The same instance as a replica of one in another region: what it has from its source must not be said. Without
 * `replicateSourceDb` it is promoted, at the next update, and keeps what it has.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
 */
export function replicaArgs(own: ReturnType<typeof rdsInstanceArgs>, sourceArn: string): aws.rds.InstanceArgs {
  const kept = Object.entries(own).filter(([key]) => !ofSource.includes(key));
  // Every argument that is left is one of an instance; none of those is needed.
  return {
    ...(Object.fromEntries(kept) as Partial<aws.rds.InstanceArgs>),
    replicateSourceDb: sourceArn,
  } as aws.rds.InstanceArgs;
}

/** What a replica has from its source. */
const ofSource = [
  "allocatedStorage",
  "dbName",
  "engine",
  "engineVersion",
  "manageMasterUserPassword",
  "masterUserSecretKmsKeyId",
  "password",
  "username",
];

/** Parameters of the group: clients without TLS are refused. */
export function rdsParameters({ parameters }: RdsSettings) {
  return Object.entries({ ...parameters, "rds.force_ssl": "1" })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value, applyMethod: "pending-reboot" }));
}
