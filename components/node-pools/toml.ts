/** What TOML for Bottlerocket is made of. EKS parses it too, and takes neither quoted headers nor escaped quotes. */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;
export interface TomlTable {
  [key: string]: TomlValue;
}

/**
 * TOML text of a tree of tables. Small on purpose: keys are Bottlerocket's own (letters, digits, hyphens), and the
 * forms that EKS does not take (EKS user guide, "Bottlerocket user data") are refused instead of written.
 *
 * @throws RangeError for a key or a text that needs quoting or escaping.
 */
export function toml(table: TomlTable, header: string[] = []): string {
  const entries = Object.entries(table);
  const plain = entries.filter(([, value]) => !isTable(value));
  const tables = entries.flatMap(([key, value]) => (isTable(value) ? [[key, value] as const] : []));
  const lines = plain.map(([key, value]) => `${bare(key)} = ${inline(value)}\n`);
  const head = header.length && plain.length ? `[${header.map(bare).join(".")}]\n` : "";
  const rest = tables.map(([key, value]) => toml(value, [...header, key]));
  return [head + lines.join(""), ...rest].filter((part) => part !== "").join("\n");
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}

function inline(value: TomlValue): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value === "object") throw new RangeError("a table inside an array can't be written in TOML for EKS");
  if (typeof value !== "string") return `${value}`;
  if (/["\\\n\r]/.test(value)) throw new RangeError(`${JSON.stringify(value)} can't be written in TOML for EKS`);
  return `"${value}"`;
}

function bare(key: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(key)) throw new RangeError(`"${key}" is no bare TOML key`);
  return key;
}
