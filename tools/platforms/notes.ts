/** What a comment of a stack's YAML says of requirements. */
export interface Note {
  /** Path of the value below `platform:`; empty for the file as a whole. */
  path: string;
  /** Ids that it names, requirements and remarks. */
  ids: string[];
  text: string;
}

const id = /\b(?:VC|TB|MP|KP|SS)-N?\d+(?:\.\.\d+)?/g;

/** Comments that name a requirement, in the order of the file. */
export function notesOf(yaml: string): Note[] {
  const notes: Note[] = [];
  const keys: { indent: number; key: string }[] = [];
  let above: string[] = [];
  for (const line of yaml.split("\n")) {
    const [code, comment] = splitComment(line);
    if (code.trim() === "") {
      if (comment !== undefined) above.push(comment);
      else above = [];
      continue;
    }
    enter(keys, code);
    const text = [...above, ...(comment === undefined ? [] : [comment])].join(" ");
    above = [];
    const ids = text.match(id);
    if (ids) notes.push({ path: pathOf(keys), ids: [...new Set(ids)], text });
  }
  return notes;
}

/** Whether it says more than which requirement the value is of: then the value differs, or needs a word. */
export function saysWhy({ text }: Note): boolean {
  return /[a-z]{2}/i.test(text.replace(id, ""));
}

/** Code and comment of a line; a # inside quotes is no comment. */
function splitComment(line: string): [string, string | undefined] {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"') quote = char;
    else if (char === "#" && /^\s*$|\s$/.test(line.slice(0, at))) return [line.slice(0, at), line.slice(at + 1).trim()];
  }
  return [line, undefined];
}

/** Puts the key of a line in the place of those that it is not below. */
function enter(keys: { indent: number; key: string }[], code: string): void {
  const [, space = "", key] = /^(\s*(?:- )?)([A-Za-z0-9_.:/-]+?):(?:\s|$)/.exec(code) ?? [];
  if (key === undefined) return;
  while ((keys.at(-1)?.indent ?? -1) >= space.length) keys.pop();
  keys.push({ indent: space.length, key });
}

function pathOf(keys: { key: string }[]): string {
  return keys
    .map(({ key }) => key.replace("platform:", ""))
    .filter((key) => key !== "config")
    .join(".");
}
