import { closest, distance } from "fastest-levenshtein";

/**
 * The known name that was most likely meant: one that begins alike, or that differs in a third of its letters at most;
 * undefined where none is so near, for a far-fetched one misleads.
 */
export function nearName(given: string, known: readonly string[]): string | undefined {
  const near = known.length ? closest(given, [...known]) : undefined;
  if (near === undefined) return undefined;
  const begun = given.length > 2 && near.startsWith(given);
  return begun || distance(near, given) <= Math.max(1, Math.floor(near.length / 3)) ? near : undefined;
}

/** `names no pool; did you mean "general"?`, without the question where nothing is alike. */
export function notThere(what: string, given: string, known: readonly string[]): string {
  const near = nearName(given, known);
  return `names no ${what}${near === undefined ? "" : `; did you mean "${near}"?`}`;
}

/** What can be set instead: one of the names, or what there is to do where there are none. */
export function oneOf(known: readonly string[], otherwise: string): string {
  return known.length ? `one of ${known.join(", ")}` : otherwise;
}
