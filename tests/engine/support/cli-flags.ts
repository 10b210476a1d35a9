import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";

/** What the CLI's own help has of a command. */
interface Help {
  subcommands: Set<string>;
  aliases: Set<string>;
  /** Flags by their long and their short name. */
  flags: Set<string>;
}

/** What is wrong with commands of `pulumi`, by the help of the program itself. */
export class CliFlags {
  private readonly known = new Map<string, Help>();

  constructor(private readonly program: string) {}

  /** Subcommands and flags of a command that the CLI doesn't have; `words` begin with `pulumi`. */
  problems(words: string[]): string[] {
    const path: string[] = [];
    let rest = words.slice(1);
    while (rest[0] !== undefined && this.isCommand(path, rest[0])) {
      path.push(rest[0]);
      rest = rest.slice(1);
    }
    const { subcommands, flags } = this.help(path);
    const name = ["pulumi", ...path].join(" ");
    if (subcommands.size > 0 && rest[0] !== undefined && !rest[0].startsWith("-")) {
      return [`${name} has no command ${rest[0]}`];
    }
    return rest
      .filter((word) => /^--?[a-zA-Z]/.test(word))
      .map((word) => word.split("=")[0] ?? "")
      .filter((flag) => !flags.has(flag))
      .map((flag) => `${name} has no flag ${flag}`);
  }

  private isCommand(path: string[], word: string): boolean {
    const { subcommands } = this.help(path);
    if (subcommands.size === 0 || word.startsWith("-")) return false;
    // The list has one name of each command; its own help has the others. Of a wrong name the CLI shows the list again.
    return subcommands.has(word) || this.help([...path, word]).aliases.has(word);
  }

  private help(path: string[]): Help {
    const key = path.join(" ");
    const known = this.known.get(key) ?? parsed(this.text(path));
    this.known.set(key, known);
    return known;
  }

  private text(path: string[]): string {
    const env = { PATH: process.env.PATH ?? "", HOME: tmpdir(), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { status, stdout, stderr } = spawnSync(this.program, [...path, "--help"], { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`pulumi ${path.join(" ")} --help: ${stderr}`);
    return stdout;
  }
}

function parsed(text: string): Help {
  const usage = text.slice(text.indexOf("\nUsage:"));
  const commands = [...usage.matchAll(/^[A-Za-z ]*Commands:\n((?: {2}.*\n)+)/gm)].map(([, list = ""]) => list).join("");
  const [, aliases = ""] = /\nAliases:\n {2}(.*)/.exec(usage) ?? [];
  return {
    aliases: new Set(aliases.split(", ")),
    subcommands: new Set([...commands.matchAll(/^ {2}([a-z][a-z-]*) +\S/gm)].map(([, name = ""]) => name)),
    flags: new Set(
      [...usage.matchAll(/^ {2,}(?:(-\w), )?(--[a-z-]+)/gm)].flatMap(([, short, long = ""]) =>
        short === undefined ? [long] : [short, long],
      ),
    ),
  };
}
