import { z } from "zod";
import { pattern } from "../shared/problem";

/** What a tier decides about RDS. */
export interface RdsDefaults {
  multiAz: boolean;
  backupRetentionDays: number;
  deletionProtection: boolean;
  instanceClass: string;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html, PreferredBackupWindow */
const dailyWindow = pattern(
  /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
  "is not a window of a day",
  "hh:mm-hh:mm in UTC, at least 30 minutes",
);

const weeklyWindow = pattern(
  /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
  "is not a window of a week",
  "ddd:hh:mm-ddd:hh:mm in UTC",
);

/** Keys of a database of kind `rds`. */
export function rdsKeys(defaults: RdsDefaults) {
  return {
    instanceClass: pattern(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "is not a class of RDS", "a class such as db.t4g.medium")
      .default(defaults.instanceClass)
      .describe("Class of the instance and of its standby; paid by the hour, twice with `multiAz`."),
    // gp3 for PostgreSQL starts at 20: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
    storageGiB: z
      .int()
      .min(20)
      .max(65_536)
      .default(20)
      .describe("Storage (gp3), paid by the GiB, twice with `multiAz`."),
    maxStorageGiB: z
      .int()
      .min(22)
      .max(65_536)
      .optional()
      .describe("Size up to which storage grows by itself. Left out: it does not."),
    multiAz: z
      .boolean()
      .default(defaults.multiAz)
      .describe("A standby in another zone, which takes over within one to two minutes."),
    backupRetentionDays: z
      .int()
      .min(1)
      .max(35)
      .default(defaults.backupRetentionDays)
      .describe(
        "Days back to which any point in time can be restored. Backups up to the size of the storage are free.",
      ),
    backupWindow: dailyWindow
      .default("22:00-23:00")
      .describe("When RDS makes its own daily backup, UTC. AWS Backup must not start within it or an hour before."),
    maintenanceWindow: weeklyWindow
      .default("sun:05:00-sun:06:00")
      .describe(
        "When AWS may restart it for minor versions and patches, UTC; not within `backupWindow`, nor within an hour after a backup of `backups` may start.",
      ),
    deletionProtection: z
      .boolean()
      .default(defaults.deletionProtection)
      .describe("Whether AWS refuses to delete it. A final snapshot is made in any case."),
    passwordRotationDays: z
      .int()
      .min(1)
      .max(1000)
      .default(30)
      .describe(
        "Days after which RDS changes the password in Secrets Manager; in a pair of stacks the password is the program's and stays. Services find the new one in their file within the driver's poll " +
          "interval, and must read the file anew for each connection: one that reads it once is locked out by the rotation.",
      ),
    insights: z
      .enum(["standard", "advanced"])
      .default("standard")
      .describe(
        "Mode of CloudWatch Database Insights, the successor of Performance Insights: `standard` keeps 7 days at no charge; `advanced` " +
          "keeps 15 months, with plans and locks, and is paid by the vCPU.",
      ),
    kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
      .optional()
      .describe(
        "Key of storage, backups and the password. Left out: AWS's own. Encryption itself can't be turned off.",
      ),
    parameters: z
      .record(z.string(), z.string())
      .default({})
      .describe("Parameters of PostgreSQL beside rds.force_ssl, which is on."),
  };
}
