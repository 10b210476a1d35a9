import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const root = join(__dirname, "../../..");

/** A command of the documentation, as the words that a shell would make of it. */
export interface Command {
  /** Page and line, for messages. */
  where: string;
  /** Program first; without assignments before it, and without redirections. */
  words: string[];
}

/** Every page, from the root of the repository. */
export function pages(): string[] {
  const below = readdirSync(join(root, "docs"), { recursive: true, withFileTypes: true });
  const docs = below
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return ["README.md", "CONTRIBUTING.md", ...docs.sort()];
}

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Every command in the blocks of a page that are marked as one of a shell. */
export function commandsOf(page: string): Command[] {
  const text = textOf(page);
  return [...text.matchAll(/^( *)```(?:sh|bash|console)\n([^]*?)^\1```/gm)].flatMap((block) => {
    const first = text.slice(0, block.index).split("\n").length + 1;
    return split(block[2] ?? "").map(({ words, line }) => ({ where: `${page}:${first + line}`, words }));
  });
}

/** Commands that stand in a sentence or a table, of the programs named. */
export function spokenCommandsOf(page: string, programs: string[]): Command[] {
  return textOf(page)
    .split("\n")
    .flatMap((line, at) =>
      [...line.matchAll(/`((?:[a-z]+) [^`]+)`/g)]
        .filter(([, text = ""]) => programs.includes(text.split(" ")[0] ?? ""))
        .flatMap(([, text = ""]) => split(text).map(({ words }) => ({ where: `${page}:${at + 1}`, words }))),
    );
}

interface Reading {
  commands: { words: string[]; line: number }[];
  words: string[];
  /** The word that is being read; undefined between two. */
  word: string | undefined;
  line: number;
}

/** The simple commands of a piece of shell: of a pipe and a list each one, and those inside `$( )` too. */
export function split(text: string): { words: string[]; line: number }[] {
  const state: Reading = { commands: [], words: [], word: undefined, line: 0 };
  for (let at = 0; at < text.length; at++) at = readAt(text, at, state);
  endCommand(state);
  return state.commands.sort((a, b) => a.line - b.line);
}

/** Reads what stands at a place, and returns the last place that belongs to it. */
function readAt(text: string, at: number, state: Reading): number {
  const char = text.charAt(at);
  if (char === "\\") {
    if (text[at + 1] === "\n") state.line++;
    else state.word = (state.word ?? "") + text.charAt(at + 1);
    return at + 1;
  }
  if (char === "'" || char === '"') return readQuoted(text, at, char, state);
  if (text.startsWith("$(", at)) return readInner(text, at, state);
  if (char === "#" && state.word === undefined) return `${text}\n`.indexOf("\n", at) - 1;
  if (/[|;&\n]/.test(char) && !/[<>]$/.test(state.word ?? "")) endCommand(state);
  else if (/\s/.test(char)) endWord(state);
  else state.word = (state.word ?? "") + char;
  if (char === "\n") state.line++;
  return at;
}

function readQuoted(text: string, at: number, quote: string, state: Reading): number {
  state.word ??= "";
  for (let next = at + 1; next < text.length; next++) {
    const char = text.charAt(next);
    if (char === quote) return next;
    if (char === "\n") state.line++;
    if (quote === '"' && text.startsWith("$(", next)) next = readInner(text, next, state);
    else if (quote === '"' && char === "\\") state.word += text.charAt(++next);
    else state.word += char;
  }
  throw new Error(`a quote that does not end: ${text.slice(at, at + 60)}`);
}

/** What is inside `$( )` is commands of its own; in the word it stands as `$()`. */
function readInner(text: string, at: number, state: Reading): number {
  let depth = 0;
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === "(") depth++;
    if (text[next] === ")" && --depth === 0) {
      const inner = split(text.slice(at + 2, next));
      state.commands.push(...inner.map(({ words, line }) => ({ words, line: line + state.line })));
      state.word = `${state.word ?? ""}$()`;
      return next;
    }
  }
  throw new Error(`a $( that does not end: ${text.slice(at, at + 60)}`);
}

function endWord(state: Reading): void {
  if (state.word !== undefined) state.words.push(state.word);
  state.word = undefined;
}

function endCommand(state: Reading): void {
  endWord(state);
  const words = withoutRedirections(state.words);
  while (/^([A-Za-z_]\w*=|(do|then|else)$)/.test(words[0] ?? "")) words.shift();
  if (words.length) state.commands.push({ words, line: state.line });
  state.words = [];
}

function withoutRedirections(words: string[]): string[] {
  // `<stack>` is a name that the reader puts in.
  const isRedirection = (word: string) => /^\d?[<>](?!\w+>)/.test(word);
  return words.filter((word, index) => !isRedirection(word) && !/^\d?[<>]{1,2}$/.test(words[index - 1] ?? ""));
}
