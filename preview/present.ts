import type { Options } from "./cli/args";
import { documentOf } from "./document";
import { writeManifests } from "./manifests";
import type { Plan } from "./plan";
import { writeReports } from "./reports";
import { report } from "./text";

/** Writes a plan to where the user asked for it. */
export function present(
  plan: Plan,
  options: Options,
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number },
): void {
  if (options.manifests !== undefined) writeManifests(plan, options.manifests);
  writeReports(plan, options);
  if (options.json) {
    stdout.write(`${JSON.stringify(documentOf(plan), undefined, 2)}\n`);
  } else {
    stdout.write(
      `${report(plan, { verbose: options.verbose, colour: stdout.isTTY === true && !process.env.NO_COLOR, width: stdout.columns })}\n`,
    );
  }
}
