import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Pair, Scalar } from "yaml";

/** A plain scalar that is another value to the engine than it looks. */
export interface OddScalar {
  /** Path below `config:`, as the preview prints paths. */
  path: string;
  /** As the file has it. */
  source: string;
  why: string;
  offset: number;
}

/**
 * Plain scalars that the engine's YAML (gopkg.in/yaml.v3, by which the CLI reads stack files: sdk/go/common/workspace) turns
 * into something else than their text: a date into a time, 01234 into the octal 668, 1_000 into 1000. The preview doesn't
 * guess which was meant; quotes say it.
 */
const changed: [RegExp, string][] = [
  [/^\d{4}-\d{1,2}-\d{1,2}([Tt]|[ \t]+|$)/, "is a date, which the engine hands over as a time"],
  [/^[-+]?0\d+$/, "begins with 0, which makes it octal or text"],
  [/^[-+]?\d[\d,]*_[\d_]*(\.[\d_]*)?$/, "has an underscore, which the engine takes out of numbers"],
  [/^[-+]?0[xob][0-9a-fA-F_]+$/i, "is a hexadecimal, octal or binary number"],
  [/^[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+$/, "is a number with an exponent"],
  [/^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/, "is no number that JSON has"],
];

/** Where text is meant whatever it looks like: variables and versions. */
const textPaths = /(^|\.)(env|data|labels|annotations)\.[^.]+$|(^|\.)(tag|version|release)$/;

/** Every odd scalar below a node, in the order of the file. */
export function oddScalars(node: unknown, path = ""): OddScalar[] {
  if (isAlias(node)) return []; // what it stands for is looked at where it is written
  if (isMap(node)) {
    return node.items.flatMap((item: Pair) => {
      const key = isScalar(item.key) ? String(item.key.value) : String(item.key);
      return oddScalars(item.value, path === "" ? key : `${path}.${key}`);
    });
  }
  if (isSeq(node)) return node.items.flatMap((item, index) => oddScalars(item, `${path}[${index}]`));
  return isScalar(node) ? oddScalar(node, path) : [];
}

function oddScalar({ type, tag, source = "", value, range }: Scalar, path: string): OddScalar[] {
  if (type !== "PLAIN" || tag === "tag:yaml.org,2002:str") return [];
  const why = changed.find(([pattern]) => pattern.test(source))?.[1] ?? lost(source, value, path);
  return why === undefined ? [] : [{ path, source, why, offset: range?.[0] ?? 0 }];
}

/** A number whose digits don't survive: 1.10 as text is 1.1, and 20 digits are more than a number holds. */
function lost(source: string, value: unknown, path: string): string | undefined {
  if (typeof value !== "number" || String(value) === source) return undefined;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return "has more digits than a number holds";
  return textPaths.test(path) ? `is the number ${String(value)} without its own digits` : undefined;
}
