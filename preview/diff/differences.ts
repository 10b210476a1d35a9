/** One value that differs between two plans. */
export interface Difference {
  /** Dotted path in the inputs; items of a list by their name where they have one: `spec.containers[api].image`. */
  path: string;
  /** Undefined where the value is new or gone. */
  from: unknown;
  to: unknown;
}

type Fields = Record<string, unknown>;

/**
 * Every leaf that differs, in the order of the old value's keys, then of the new one's. Items of a list are compared by
 * `name` or `key` where all of them have a different one, else by their place.
 */
export function differencesOf(from: unknown, to: unknown, path = ""): Difference[] {
  if (isFields(from) && isFields(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) => differencesOf(from[key], to[key], below(path, key)));
  }
  if (Array.isArray(from) && Array.isArray(to)) {
    const [before, after] = [byName(from), byName(to)];
    if (before && after) return differencesOf(before, after, path);
    const length = Math.max(from.length, to.length);
    return Array.from({ length }, (_, index) => differencesOf(from[index], to[index], `${path}[${index}]`)).flat();
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
}

/** A list as a map from `[name]` to item; undefined unless every item has a name of its own. */
function byName(list: unknown[]): Fields | undefined {
  const named = list.map((item) => [isFields(item) ? (item.name ?? item.key) : undefined, item] as const);
  const names = new Set(named.map(([name]) => name));
  if (names.size !== list.length || named.some(([name]) => typeof name !== "string")) return undefined;
  return Object.fromEntries(named.map(([name, item]) => [`[${String(name)}]`, item]));
}

function below(path: string, key: string): string {
  const part = key.startsWith("[") || !key.includes(".") ? key : JSON.stringify(key);
  return path === "" || key.startsWith("[") ? `${path}${part}` : `${path}.${part}`;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
