import { nearName } from "../near-name";

/** `names no pool; did you mean "general"?`, without the question where nothing is alike. */
export function notThere(what: string, given: string, known: readonly string[]): string {
  const near = nearName(given, known);
  return `names no ${what}${near === undefined ? "" : `; did you mean "${near}"?`}`;
}

/** What can be set instead: one of the names, or what there is to do where there are none. */
export function oneOf(known: readonly string[], otherwise: string): string {
  return known.length ? `one of ${known.join(", ")}` : otherwise;
}
