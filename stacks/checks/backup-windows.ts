import { hindered } from "../../components/databases/rds-windows";
import { durationSeconds } from "../../components/shared/duration";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

/** Databases of RDS against the times at which AWS Backup comes: within RDS's own windows its jobs fail. */
export function checkBackupWindows({ databases, backups }: Pick<ResolvedStack, "databases" | "backups">): CheckResult {
  if (!backups) return {};
  const minutes = durationSeconds(backups.startWindow) / 60;
  const problems = Object.entries(databases).flatMap(([name, database]) =>
    database.kind === "rds"
      ? hindered(database, backups.timesUtc, minutes).map(({ key, time }) => ({
          path: `databases.${name}.${key}`,
          given: `"${database[key]}"`,
          why: `is where the backup of ${time} may start (backups.timesUtc, within ${backups.startWindow}): RDS refuses it in this window and in the hour before`,
          set: "another window, or another time in backups.timesUtc",
        }))
      : [],
  );
  return { problems };
}
