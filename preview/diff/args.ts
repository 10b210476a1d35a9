import { isDate } from "../../policies/support/waivers";
import { parsedLine, usageError } from "../cli/command";
import { stacksSentence } from "../cli/stacks";

/** How the difference is printed. */
export type Form = "text" | "markdown" | "json";

/** What the command line of `npm run diff` names. */
export interface DiffOptions {
  stack: string;
  /** Git revision, config file, saved plan or checkout; undefined is where the branch left the main one. */
  against: string | undefined;
  configFile: string | undefined;
  date: string | undefined;
  form: Form;
  verbose: boolean;
}

const flags = {
  against: { type: "string" },
  "config-file": { type: "string" },
  date: { type: "string" },
  help: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  markdown: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
} as const;

export function usage(directory: string): string {
  return [
    "Usage: npm run diff -- STACK [flags]",
    "",
    "Shows what a change does to a stack: resources, data that is lost, pods that restart, cost, policies, permissions",
    "and network. Needs no account, CLI or network.",
    "",
    "  --against REVISION    compare with this Git revision (default: where the branch left the main branch)",
    "  --against FILE        compare with this stack config (.yaml), or with a plan that preview --json printed (.json)",
    "  --against DIR         compare with the checkout in this directory, run by its own program",
    "  --config-file FILE    read this config instead of Pulumi.STACK.yaml",
    "  --date YYYY-MM-DD     judge both plans at this date (default: today)",
    "  --json                print one JSON document and nothing else",
    "  --markdown            print Markdown, for a comment on a pull request",
    "  --verbose             print every item of every list",
    "",
    "Exit status: 0 compared, 1 the program failed, 2 a config or the command line is wrong.",
    stacksSentence(directory),
  ].join("\n");
}

/** @throws UserError with what is wrong. Returns undefined when help was asked for. */
export function parseCommandLine(args: string[], directory: string): DiffOptions | undefined {
  const { values, positionals } = parsedLine("diff", flags, args, directory);
  if (values.help) return undefined;
  const [stack, ...more] = positionals;
  if (stack === undefined || more.length) throw usageError("diff", "Name one stack.", directory);
  if (values.json && values.markdown) throw usageError("diff", "Set one of --json and --markdown.", directory);
  if (values.date !== undefined && !isDate(values.date)) {
    throw usageError("diff", `--date ${values.date} is not a date; set one such as 2026-11-21.`, directory);
  }
  return {
    stack,
    against: values.against,
    configFile: values["config-file"],
    date: values.date,
    form: values.json ? "json" : values.markdown ? "markdown" : "text",
    verbose: values.verbose,
  };
}
