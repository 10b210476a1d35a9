import { closest, distance } from "fastest-levenshtein";

/** `names no pool; did you mean "general"?`, without the question where nothing is alike. */
export function notThere(what: string, given: string, known: readonly string[]): string {
  const near = known.length ? closest(given, [...known]) : undefined;
  const alike = near !== undefined && distance(near, given) <= Math.ceil(near.length / 3);
  return `names no ${what}${alike ? `; did you mean "${near}"?` : ""}`;
}

/** What can be set instead: one of the names, or what there is to do where there are none. */
export function oneOf(known: readonly string[], otherwise: string): string {
  return known.length ? `one of ${known.join(", ")}` : otherwise;
}
