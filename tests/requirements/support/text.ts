/**
 * The parts of a text that are missing, for one expectation over all of them: a change of the text that breaks the first
 * of several expectations would hide the others.
 */
export function missing(text: string, ...parts: (string | RegExp)[]): string[] {
  return parts
    .filter((part) => !(typeof part === "string" ? text.includes(part) : part.test(text)))
    .map((part) => part.toString());
}
