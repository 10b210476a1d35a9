import { closest, distance } from "fastest-levenshtein";

/** The known name that was most likely meant; undefined where none is alike, for a far-fetched one misleads. */
export function nearName(given: string, known: readonly string[]): string | undefined {
  const near = known.length ? closest(given, [...known]) : undefined;
  return near !== undefined && distance(near, given) <= Math.max(1, Math.floor(near.length / 3)) ? near : undefined;
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
