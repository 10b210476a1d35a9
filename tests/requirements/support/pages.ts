import { missing } from "./text";

/** Text of a page of Markdown from a heading to the next one of its rank; empty where the heading is not there. */
export function section(page: string, heading: string): string {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "").startsWith(heading));
  if (start < 0) return "";
  const rank = /^#+/.exec(lines[start] ?? "")?.[0].length ?? 1;
  const rest = fenceless(lines.slice(start + 1));
  const end = rest.findIndex((line) => (/^#+(?= )/.exec(line)?.[0].length ?? rank + 1) <= rank);
  return lines.slice(start, end < 0 ? undefined : start + 1 + end).join("\n");
}

/** Lines as they are, those in blocks of code empty: a comment of a shell looks like a heading. */
function fenceless(lines: string[]): string[] {
  let inside = false;
  return lines.map((line) => {
    const fence = line.startsWith("```");
    if (fence) inside = !inside;
    return inside || fence ? "" : line;
  });
}

/** Commands of a text of Markdown: lines of its blocks of shell, without what is said beside them. */
export function commands(text: string): string[] {
  return [...text.matchAll(/```(?:bash|sh)\n([\s\S]*?)```/g)].flatMap(({ 1: block = "" }) =>
    block
      .replaceAll(/\\\n\s*/g, "")
      .split("\n")
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line && !line.startsWith("#")),
  );
}

/** Cells of the row of a table that says a word, such as an id. */
export function row(text: string, word: string): string[] {
  const found = text.split("\n").find((line) => line.startsWith("|") && line.includes(word)) ?? "";
  return found
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Phrases that a text does not have; wherever a line of it breaks. */
export function lacking(text: string, phrases: string[]): string[] {
  const flat = text.replaceAll(/\s+/g, " ");
  return missing(flat, ...phrases);
}
