import { isDeepStrictEqual } from "node:util";
import table from "./replaces.json";

/** Inputs by whose change a resource of AWS is replaced, as dotted paths. */
export interface Replacing {
  /** What always replaces. */
  always: string[];
  /** What the provider replaces under a condition of its own, such as a downgrade. */
  perhaps: string[];
}

interface Rules {
  always: string[];
  conditions: string[];
}

const rules: Record<string, Rules | undefined> = table.types;

/**
 * Says which of the changed inputs replace a resource of @pulumi/aws, by the provider's own rule: `replaces.json`, made
 * by `npm run replaces` from the provider's source.
 *
 * @returns undefined for a type that the table doesn't have: then nothing is known.
 */
export function replacing(type: string, olds: object, news: object): Replacing | undefined {
  const known = rules[type];
  if (!known) return undefined;
  const changed = (path: string) => !isDeepStrictEqual(at(olds, path.split(".")), at(news, path.split(".")));
  const always = known.always.filter(changed);
  return { always, perhaps: known.conditions.filter((path) => changed(path) && !always.includes(path)) };
}

/** The value at a path; of a list, the values of its items. */
function at(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => at(item, [name, ...rest]));
  return typeof value === "object" && value !== null ? at((value as Record<string, unknown>)[name], rest) : undefined;
}
