import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Options, parseCommandLine } from "../../preview/cli/args";
import { stacksSentence } from "../../preview/cli/stacks";
import { UserError } from "../../preview/cli/user-error";

/** What the command line asks for, beside what a preview asks for, too. */
export interface RenderOptions extends Options {
  /** Folder that holds the charts. */
  charts: string;
  /** Folder that receives what they render. */
  out: string | undefined;
}

const own = { charts: { type: "string" }, out: { type: "string" } } as const;

/** The help text. */
export function usage(directory: string): string {
  return [
    "Usage: npm run render -- STACK --charts DIR [flags]",
    "",
    "Renders every chart that a stack installs, by Helm's own code, from a local folder. Needs Go, once.",
    "",
    "  --charts DIR          the charts: DIR/<chart>-<version>.tgz or DIR/<chart>/, definitions at DIR/<host>/<path>",
    "  --out DIR             also write every object to DIR/<add-on>/<namespace>/<kind>-<name>.yaml",
    "  --config-file, --date, --policy-config, --verbose as for `npm run preview`",
    "",
    "Exit status: 0 clean, 1 a chart or a mandatory policy is not content, 2 the config or the command line is wrong.",
    stacksSentence(directory),
  ].join("\n");
}

/**
 * Reads the command line.
 *
 * @returns undefined when help was asked for.
 * @throws UserError with what is wrong.
 */
export function parseRenderLine(args: string[], directory: string): RenderOptions | undefined {
  const { values, tokens } = parseArgs({ args, options: own, strict: false, allowPositionals: true, tokens: true });
  // What is left is a preview's own command line: each token of ours is taken out where it stands.
  const taken = new Set(
    tokens.flatMap((token) =>
      token.kind === "option" && token.name in own
        ? token.inlineValue === false
          ? [token.index, token.index + 1]
          : [token.index]
        : [],
    ),
  );
  const options = parseCommandLine(
    args.filter((_, index) => !taken.has(index)),
    directory,
  );
  if (!options) return undefined;
  const charts = folder(values.charts);
  if (charts === undefined) throw new UserError("Which charts? --charts DIR names the folder that holds them.");
  if (!existsSync(charts)) throw new UserError(`--charts ${charts}: there is no such folder.`);
  return { ...options, charts, out: folder(values.out) };
}

function folder(value: string | boolean | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
