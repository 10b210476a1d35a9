import type { z } from "zod";
import { splitRemedy } from "../../../components/shared/problem";
import { storageSettings, type StorageSettings } from "../../../components/storage/settings";
import type { StorageArgs } from "../../../components/storage/storage";
import { networkRef, platformContext } from "../../support/builders";

const schema = storageSettings({ reclaimPolicy: "Delete" });

/** The parsed settings of classes; throws when they are not valid. */
export function classes(given?: Record<string, unknown>): StorageSettings {
  return schema.parse(given);
}

/** What is wrong with classes: path, reason and remedy of each problem. */
export function problemsOf(given: Record<string, unknown>): { path: string; why: string; set: string | undefined }[] {
  const parsed = schema.safeParse(given);
  return (parsed.error?.issues ?? []).map((issue: z.core.$ZodIssue) => ({
    path: issue.path.map(String).join("."),
    ...splitRemedy(issue.message),
  }));
}

export function storageArgs(given?: Record<string, unknown>): StorageArgs {
  return { context: platformContext(), settings: classes(given), network: networkRef() };
}
