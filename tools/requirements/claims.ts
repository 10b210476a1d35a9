import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { statements } from "../../tests/requirements/support/claims";
import type { Outcome } from "./rows";

const folder = join(__dirname, "../../tests/requirements");

/**
 * Runs the tests of the requirements, a quarter of a minute.
 *
 * @param dry only asks which there are; then none fails.
 */
export async function outcomes({ dry }: { dry: boolean }): Promise<Outcome[]> {
  // Mocha's base of reporters prints nothing: the table is the report.
  const mocha = new Mocha({ dryRun: dry, timeout: 60_000, reporter: Mocha.reporters.Base });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".test.ts"))) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const found: Outcome[] = [];
  const note = (failed: boolean) => (test: Mocha.Test) => {
    const statement = statements.get(test);
    if (statement) found.push({ ...statement, failed });
    // A hook that fails, and what is no requirement: the tests that it keeps from running are missing in the table.
    else if (failed) process.stderr.write(`${test.fullTitle()}: ${test.err?.message ?? "failed"}\n`);
  };
  await new Promise<void>((done) => {
    const runner = mocha.run(() => {
      done();
    });
    runner.on("pass", note(false));
    runner.on("fail", note(true));
  });
  return found;
}
