import type { z } from "zod";
import { jsonSchema } from "../stacks/json-schema";

type Node = z.core.JSONSchema.BaseSchema;

/** The configuration reference, a table per top-level key, made from the JSON Schema and so from the zod schema. */
export function configurationReference(): string {
  const config = schemaOf(jsonSchema().properties?.config);
  const sections = Object.entries(config.properties ?? {}).map(([key, node]) =>
    section(key, schemaOf(node), config.required?.includes(key) ?? false),
  );
  return [
    "# Configuration",
    "",
    "Made from the schema by `npm run generate`; do not edit. Every key of `Pulumi.<stack>.yaml`, with its type, default",
    "and meaning. `<name>` stands for a name of your choice.",
    "",
    ...sections,
  ].join("\n");
}

function section(key: string, node: Node, required: boolean): string {
  const rows = rowsOf(key, node, required).map((row) => `| ${row.join(" | ")} |`);
  return [
    `## ${key}`,
    "",
    node.description ?? "",
    "",
    "| key | type | default | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** A row for a key and each key below it: path, type, default, meaning. */
export function rowsOf(path: string, node: Node, required: boolean): string[][] {
  const own = [`\`${path}\``, typeText(node), defaultText(node, required), cell(node.description ?? "")];
  return [own, ...children(path, node)];
}

function children(path: string, node: Node): string[][] {
  const inside = Object.entries(node.properties ?? {}).flatMap(([key, inner]) =>
    rowsOf(`${path}.${key}`, schemaOf(inner), node.required?.includes(key) ?? false),
  );
  const values = schemaOf(node.additionalProperties);
  const map = hasContent(values) ? rowsOf(`${path}.<name>`, values, false) : [];
  const items = itemsOf(path, node);
  const branches = unionOf(node).flatMap((branch) => children(path, branch));
  return [...inside, ...map, ...items, ...distinct(branches)];
}

function itemsOf(path: string, node: Node): string[][] {
  const items = schemaOf(Array.isArray(node.items) ? node.items[0] : node.items);
  return node.type === "array" ? children(`${path}[]`, items) : [];
}

/** JSON Schema lets `true` and `false` stand for a schema; here they say nothing. */
export function schemaOf(node: z.core.JSONSchema.JSONSchema | boolean | undefined): Node {
  return typeof node === "object" ? node : {};
}

function unionOf(node: Node): Node[] {
  return (node.anyOf ?? node.oneOf ?? []).map(schemaOf);
}

function hasContent(node: Node): boolean {
  return Object.keys(node).length > 0;
}

/** Branches of a union share keys; each is listed once. */
function distinct(rows: string[][]): string[][] {
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}

function typeText(node: Node): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(", ");
  const union = unionOf(node);
  if (union.length) return [...new Set(union.map(typeText))].join(" or ");
  if (node.type === "array")
    return `list of ${typeText(schemaOf(Array.isArray(node.items) ? node.items[0] : node.items))}`;
  if (node.type === "object" && hasContent(schemaOf(node.additionalProperties))) return "map";
  const range = [node.minimum, node.maximum].every(
    (limit) => Number.isFinite(limit) && Math.abs(limit ?? 0) < 2 ** 53 - 1,
  );
  return `${String(node.type ?? "any")}${range ? ` ${node.minimum} to ${node.maximum}` : ""}`;
}

function defaultText(node: Node, required: boolean): string {
  if (node.default !== undefined) return cell(`\`${JSON.stringify(node.default)}\``);
  return required ? "required" : "";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
