import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { containsUnknown, type Values } from "../values";
import { converted, type Schema } from "./convert";
import document from "./schemas.json";
import { nameProblems } from "./names";
import { counterparts, without } from "./types";

const schemas = document.types as unknown as Record<string, Schema>;
const validators = new Map<string, ValidateFunction>();

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  coerceTypes: true, // Pulumi has some numbers as strings, and CloudFormation takes both
  code: { regExp: Object.assign(pattern, { code: "pattern" }) },
});

/**
 * CloudFormation's patterns are Python's and Java's: `\Z` is the end; some have `\p{…}` and need the flag for Unicode,
 * others an escape that this flag forbids.
 */
function pattern(given: string, flags: string): RegExp {
  const source = given.replaceAll("\\Z", "$");
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp(source);
  }
}

/**
 * What AWS would refuse in a resource's inputs by CloudFormation's schema of its type; what isn't known yet is not
 * judged. An input that the table of names doesn't have is a problem, too: nothing is known of it.
 */
export function schemaProblems(type: string, inputs: Values): string[] {
  if (without.has(type)) return nameProblems(type, inputs);
  const counterpart = counterparts[type];
  const schema = counterpart && schemas[counterpart.type];
  if (!schema) return [`schema/types.ts has no counterpart of ${type}`];
  const { value, unnamed } = converted(inputs, counterpart, schema);
  const original = structuredClone(value);
  const validate = validators.get(counterpart.type) ?? ajv.compile(schema);
  validators.set(counterpart.type, validate);
  validate(value);
  const within = `/${counterpart.under?.replaceAll(".", "/") ?? ""}`;
  const relevant = (validate.errors ?? []).filter(
    ({ instancePath }) => `${instancePath}/`.startsWith(within) && !containsUnknown(valueAt(original, instancePath)),
  );
  return [
    ...new Set(relevant.map((error) => said(error, original))),
    ...unnamed.map((path) => `${counterpart.type} has nothing for "${path}" (schema/types.ts)`),
    ...nameProblems(type, inputs),
  ];
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split("/")
    .slice(1)
    .reduce<unknown>((inner, name) => (inner as Values | undefined)?.[name.replaceAll("~1", "/")], value);
}

function said({ instancePath, message, params }: ErrorObject, value: unknown): string {
  const at = instancePath.slice(1).replaceAll("/", ".") || "the resource";
  const found = valueAt(value, instancePath);
  const allowed = (params as { allowedValues?: unknown[] }).allowedValues;
  return `${at} ${message}${allowed ? ` (${allowed.join(", ")})` : ""}${typeof found === "string" ? `: ${found}` : ""}`;
}
