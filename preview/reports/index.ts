import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../cli/user-error";
import type { Plan } from "../plan";
import { junit } from "./junit";
import { sarif } from "./sarif";

/** Files for other programs: code scanning reads SARIF, CI servers read JUnit. */
export interface ReportFiles {
  sarif: string | undefined;
  junit: string | undefined;
}

/**
 * Writes the reports that were asked for.
 *
 * @throws UserError when a file can't be written.
 */
export function writeReports(plan: Plan, files: ReportFiles): void {
  if (files.sarif !== undefined) write("--sarif", files.sarif, `${JSON.stringify(sarif(plan), undefined, 2)}\n`);
  if (files.junit !== undefined) write("--junit", files.junit, junit(plan));
}

function write(flag: string, file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new UserError(`${flag} ${file} can't be written: ${(error as Error).message}`);
  }
}
