import { type Field, Malformed } from "./field";

/** What most settings are judged by. AWS inputs have booleans as text here and there. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";
export const isFalse = (value: unknown): boolean => value === false || value === "false";
export const isFalseOrAbsent = (value: unknown): boolean => value === undefined || isFalse(value);
export const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
export const atLeast =
  (least: number) =>
  (value: unknown): boolean =>
    typeof value === "number" && value >= least;

/** A value that may stand alone or in a list, as IAM and other JSON documents have it. */
export function oneOrMany(field: Field): Field[] {
  return Array.isArray(field.value) || field.isUnknown || field.isMalformed || field.absent ? field.items() : [field];
}

/** A JSON document in a text, or an object as it is. */
export function jsonDocument(field: Field): Field {
  if (typeof field.value !== "string") {
    return field;
  }
  try {
    return field.with(JSON.parse(field.value) as unknown);
  } catch {
    return field.with(new Malformed(field.value, "a JSON document"));
  }
}

/** The texts of a list in a rule's config. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function number(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}
