import { isUnknown, type Values } from "../values";
import type { Counterpart } from "./types";

/** A part of a schema of CloudFormation's. */
export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  $ref?: string;
  definitions?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** A resource in CloudFormation's words. */
export interface Converted {
  value: Values;
  /** Inputs that have no counterpart: the table of names must say so. */
  unnamed: string[];
}

/** What the provider adds or decides by itself, and no call of AWS takes. */
const ofTheProvider = new Set(["__defaults", "region", "tags", "timeouts"]);

/** Puts the inputs of a resource into the form that CloudFormation's schema of it describes. */
export function converted(inputs: Values, counterpart: Counterpart, root: Schema): Converted {
  const unnamed: string[] = [];
  const under = (counterpart.under?.split(".") ?? []).reduce<Schema | undefined>(
    (schema, name) => resolved(schema?.properties?.[name], root),
    root,
  );
  if (!under) throw new Error(`${counterpart.type} has no ${counterpart.under}`);

  function object(given: Values, schema: Schema, path: string[]): Values {
    const result: Values = {};
    for (const [key, value] of Object.entries(given)) {
      if (value === undefined || value === null || (path.length === 0 && ofTheProvider.has(key))) continue;
      const inner = [...path, key];
      const name = nameOf(key, inner, schema);
      if (name === null) continue;
      const described = name === undefined ? undefined : resolved(schema.properties?.[name], root);
      if (name === undefined || !described) unnamed.push(inner.join("."));
      else result[name] = convert(value, described, inner);
    }
    return result;
  }

  function nameOf(key: string, path: string[], schema: Schema): string | null | undefined {
    const names = counterpart.names ?? {};
    const dotted = path.join(".");
    if (dotted in names) return names[dotted];
    return candidates(key).find((name) => schema.properties?.[name]);
  }

  function convert(value: unknown, given: Schema, path: string[]): unknown {
    const schema = alternative(given, root);
    if (isUnknown(value)) return value;
    if (isList(schema)) return list(value, schema, path);
    if (Array.isArray(value)) return value.length === 1 ? convert(value[0], schema, path) : value;
    if (typeof value === "object" && value !== null) {
      return schema.properties ? object(value, schema, path) : value;
    }
    return typeof value === "string" && [schema.type].flat().includes("object") ? parsed(value) : value;
  }

  function list(value: unknown, schema: Schema, path: string[]): unknown {
    const items = resolved(schema.items, root) ?? {};
    if (Array.isArray(value)) return value.map((item) => convert(item, items, path));
    const key = ["Key", "Name"].find((name) => items.properties?.[name] && items.properties.Value);
    if (key) return Object.entries(value as Values).map(([name, inner]) => ({ [key]: name, Value: inner as unknown }));
    return [convert(value, items, path)];
  }

  const value = { ...counterpart.implied, ...object(inputs, alternative(under, root), []) };
  return {
    value: (counterpart.under?.split(".") ?? []).reduceRight<Values>((inner, name) => ({ [name]: inner }), value),
    unnamed,
  };
}

function candidates(key: string): string[] {
  const capital = key === "tagsAll" ? "Tags" : key.charAt(0).toUpperCase() + key.slice(1);
  const single = capital.replace(/ies$/, "y");
  const acronyms = (name: string) => [
    name,
    name.replace(/Ipv/g, "Ip"),
    name.replace(/Kms/g, "KMS"),
    name.replace(/^Db/, "DB"),
  ];
  return [capital, `${capital}s`, capital.replace(/s$/, ""), single, capital.replace(/(es)$/, "")].flatMap(acronyms);
}

function resolved(schema: Schema | undefined, root: Schema): Schema | undefined {
  const name = schema?.$ref?.split("/").pop();
  return name === undefined ? schema : resolved(root.definitions?.[name], root);
}

/** Of several forms the first that has properties or items: the schema as a whole is judged by the validator. */
function alternative(schema: Schema, root: Schema): Schema {
  if (schema.properties || schema.items) return schema;
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((form) => resolved(form, root) ?? form);
  return forms.find((form) => form.properties ?? form.items) ?? schema;
}

const isList = (schema: Schema) => schema.items !== undefined || [schema.type].flat().includes("array");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
