import { isDate } from "../../policies/support/waivers";
import { parsedLine, usageError } from "./command";
import { stacksSentence } from "./stacks";

/** What the command line asks for. */
export interface Options {
  /** Name of the stack; `Pulumi.<stack>.yaml` is its config unless `configFile` names another. */
  stack: string;
  configFile: string | undefined;
  /** Date that support dates and waivers are judged at, `yyyy-mm-dd`; undefined is the clock. */
  date: string | undefined;
  json: boolean;
  /** Directory that receives every Kubernetes object as YAML. */
  manifests: string | undefined;
  /** JSON file with levels and thresholds of the policies, as `pulumi preview --policy-pack-config` takes it. */
  policyConfig: string | undefined;
  /** File that receives the findings as SARIF 2.1.0, each at its line of the stack's YAML. */
  sarif: string | undefined;
  /** File that receives the verdicts as JUnit XML. */
  junit: string | undefined;
  /** Prints every resource of the tree. */
  verbose: boolean;
}

/** What a command line asks for that names a stack, and what else is given here. */
export function stackOptions(stack: string, more: Partial<Options> = {}): Options {
  const files = { manifests: undefined, policyConfig: undefined, sarif: undefined, junit: undefined };
  return { stack, configFile: undefined, date: undefined, json: false, verbose: false, ...files, ...more };
}

const flags = {
  "config-file": { type: "string" },
  date: { type: "string" },
  json: { type: "boolean", default: false },
  junit: { type: "string" },
  manifests: { type: "string" },
  "policy-config": { type: "string" },
  sarif: { type: "string" },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** The help text: one line for each flag, and the stacks that there are. */
export function usage(directory: string): string {
  return [
    "Usage: npm run preview -- STACK [flags]",
    "",
    "Shows what a stack would build, what the policies say of it and what it costs. Needs no account, CLI or network.",
    "",
    "  --config-file FILE    read this config instead of Pulumi.STACK.yaml",
    "  --date YYYY-MM-DD     judge support dates, expiries and waivers at this date (default: today)",
    "  --json                print one JSON document and nothing else",
    "  --manifests DIR       also write every Kubernetes object to DIR as YAML",
    "  --policy-config FILE  levels and thresholds (default: policies/config/STACK.json, else the tier's)",
    "  --sarif FILE          also write the findings as SARIF, each at its line of the stack's YAML",
    "  --junit FILE          also write the verdicts as JUnit XML",
    "  --verbose             print the whole resource tree and every item of every list",
    "",
    "Exit status: 0 clean, 1 a mandatory policy is violated, 2 the config or the command line is wrong.",
    stacksSentence(directory),
  ].join("\n");
}

/**
 * Reads the command line.
 *
 * @returns undefined when help was asked for.
 * @throws UserError with what is wrong and the stacks that there are.
 */
export function parseCommandLine(args: string[], directory: string): Options | undefined {
  const { values, positionals } = parsedLine("preview", flags, args, directory);
  if (values.help) return undefined;
  const [stack, ...more] = positionals;
  if (stack === undefined) throw usageError("preview", "Which stack?", directory);
  if (more.length) throw usageError("preview", `One stack at a time: "${stack}" or "${more.join('", "')}"?`, directory);
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(stack)) {
    throw usageError(
      "preview",
      `"${stack}" can't be the name of a stack: letters, digits, dots, hyphens, underscores.`,
      directory,
    );
  }
  if (values.date !== undefined && !isDate(values.date)) {
    throw usageError("preview", `--date ${values.date} is not a date; set one such as 2026-11-21.`, directory);
  }
  return {
    stack,
    configFile: values["config-file"],
    date: values.date,
    json: values.json,
    manifests: values.manifests,
    policyConfig: values["policy-config"],
    sarif: values.sarif,
    junit: values.junit,
    verbose: values.verbose,
  };
}
