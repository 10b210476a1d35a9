/** A name that the reader puts in: `NS`, `NAME-1`, `<cluster>`, `$()`. */
export function isPlaceholder(word: string): boolean {
  return /^[A-Z][A-Z0-9_-]*$/.test(word) || /[<$]/.test(word) || /(^|[-./])[A-Z]{2,}/.test(word);
}

/** Words by what they are; `--flag=value` and `--flag value` are the same for those that take one. */
export function optionsOf(
  words: string[],
  valueFlags: string[],
): { positional: string[]; options: Map<string, string>; flags: string[] } {
  const positional: string[] = [];
  const options = new Map<string, string>();
  const flags: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [flag = "", ...value] = word.split("=");
    if (word === "--") break;
    if (!word.startsWith("-")) positional.push(word);
    else if (value.length) options.set(flag, value.join("="));
    else if (valueFlags.includes(word)) options.set(word, words[++at] ?? "");
    else flags.push(word);
  }
  return { positional, options, flags };
}
