import { Backups, type BackupsArgs } from "../../../components/backup/backups";
import { type BackupSettings, backupSettings } from "../../../components/backup/settings";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";

/** Settings as a stack of the production tier has them. */
export const backups = (raw: Record<string, unknown> = {}): BackupSettings =>
  backupSettings({ retentionDays: 30 }).parse(raw);

/** The program of the backups alone. */
export const backupProgram = (raw: Record<string, unknown> = {}, deviation: Partial<BackupsArgs> = {}) =>
  recorded(
    () =>
      new Backups("backups", {
        context: platformContext(),
        settings: backups(raw),
        types: ["EBS", "EFS"],
        volumeSnapshots: false,
        ...deviation,
      }),
  );
