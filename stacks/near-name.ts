import { closest, distance } from "fastest-levenshtein";

/** The known name that was most likely meant; undefined where none is alike, for a far-fetched one misleads. */
export function nearName(given: string, known: readonly string[]): string | undefined {
  const near = known.length ? closest(given, [...known]) : undefined;
  return near !== undefined && distance(near, given) <= Math.ceil(near.length / 3) ? near : undefined;
}
