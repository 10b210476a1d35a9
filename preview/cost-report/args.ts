import { isDate } from "../../policies/support/waivers";
import { parsedLine, usageError } from "../cli/command";
import { stacksSentence } from "../cli/stacks";
import { type Divider, dividers } from "../cost/shares";

/** What the command line of `npm run cost` asks for. */
export interface CostOptions {
  stack: string;
  configFile: string | undefined;
  date: string | undefined;
  by: Divider;
  /** Stack, or file with what `--json` printed earlier, that the bill is compared with. */
  against: string | undefined;
  whatIf: boolean;
  /** Line of the config that is changed by a step, instead of the bill. */
  explain: string | undefined;
  /** File that receives the bill as FOCUS 1.2. */
  focus: string | undefined;
  json: boolean;
}

const flags = {
  against: { type: "string" },
  by: { type: "string", default: "service" },
  "config-file": { type: "string" },
  date: { type: "string" },
  explain: { type: "string" },
  focus: { type: "string" },
  help: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  "what-if": { type: "boolean", default: false },
} as const;

export function usage(directory: string): string {
  return [
    "Usage: npm run cost -- STACK [flags]",
    "",
    "Divides a stack's estimated monthly cost among its services, components or teams. Needs no account and no network.",
    "",
    `  --by ${dividers.join("|")}   what the bill is divided by (default: service)`,
    "  --against STACK|FILE        also print the difference to another stack, or to a file that --json printed",
    "  --what-if                   also print what usual savings would bring, with their arithmetic",
    "  --explain PATH              instead: what one line of the config costs, such as services.api.scaling.max",
    "  --focus FILE                also write the bill as CSV in the columns of FOCUS 1.2, marked as an estimate",
    "  --config-file FILE          read this config instead of Pulumi.STACK.yaml",
    "  --date YYYY-MM-DD           judge support dates and the age of prices at this date (default: today)",
    "  --json                      print one JSON document and nothing else",
    "",
    "Exit status: 0 within the ceiling, 1 above it, 2 the config or the command line is wrong.",
    stacksSentence(directory),
  ].join("\n");
}

/** @throws UserError with what is wrong. Returns undefined when help was asked for. */
export function parseCommandLine(args: string[], directory: string): CostOptions | undefined {
  const { values, positionals } = parsedLine("cost", flags, args, directory);
  if (values.help) return undefined;
  const [stack, ...more] = positionals;
  if (stack === undefined || more.length) throw usageError("cost", "Name one stack.", directory);
  const by = dividers.find((divider) => divider === values.by);
  if (!by) throw usageError("cost", `--by ${values.by}: set one of ${dividers.join(", ")}.`, directory);
  if (values.date !== undefined && !isDate(values.date)) {
    throw usageError("cost", `--date ${values.date} is not a date; set one such as 2026-11-21.`, directory);
  }
  return {
    stack,
    configFile: values["config-file"],
    date: values.date,
    by,
    against: values.against,
    whatIf: values["what-if"],
    explain: values.explain,
    focus: values.focus,
    json: values.json,
  };
}
