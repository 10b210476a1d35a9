import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { splitRemedy } from "../components/shared/problem";
import { nearName } from "../components/shared/near-name";
import { keysAt } from "./schema-walk";

/** One thing that is wrong with a stack's config. */
export interface ConfigProblem {
  /** Path as the user typed it, for example `services.api.replicas.max`. */
  path: string;
  /** What was given, shortened; undefined when a key is missing. */
  given?: string;
  why: string;
  set: string;
}

/** All problems of a stack's config at once; Pulumi prints its message without a stack trace. */
export class ConfigError extends pulumi.RunError {
  readonly problems: ConfigProblem[];

  constructor(stack: string, problems: ConfigProblem[]) {
    super(problemText(stack, problems));
    this.problems = problems;
  }
}

/** The text of a `ConfigError`: a line that counts, then a block for each problem. */
export function problemText(stack: string, problems: ConfigProblem[], where?: (path: string) => string): string {
  const blocks = problems.map((problem) => {
    const head = `${where?.(problem.path) ?? ""}${problem.path}`;
    const given = problem.given === undefined ? "" : ` (given: ${problem.given})`;
    return `  ${head}: ${problem.why}${given}\n    set ${problem.set}`;
  });
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return `The config of stack "${stack}" has ${count}; nothing was registered.\n${blocks.join("\n")}`;
}

/** Path in the form of `pulumi config --path`: names joined by dots, positions and names with dots in brackets. */
export function pathText(path: PropertyKey[]): string {
  return path.map((part, index) => partText(part, index === 0)).join("");
}

function partText(part: PropertyKey, first: boolean): string {
  if (typeof part === "number") return `[${part}]`;
  const name = String(part);
  if (!/^[\w-]+$/.test(name)) return `["${name}"]`;
  return first ? name : `.${name}`;
}

/** Where zod found something: the value itself, or the key that is unknown. */
export function placesOf(error: z.ZodError): PropertyKey[][] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
}

/** A copy of a config without the values at some places; of a list, without the whole list. */
export function without(input: Record<string, unknown>, places: PropertyKey[][]): Record<string, unknown> {
  const copy = structuredClone(input);
  for (const place of places) {
    const position = place.findIndex((part) => typeof part === "number");
    const path = position < 0 ? place : place.slice(0, position);
    const last = path.at(-1);
    const parent = valueAt(copy, path.slice(0, -1));
    if (last !== undefined && parent !== null && typeof parent === "object") Reflect.deleteProperty(parent, last);
  }
  return copy;
}

/** Turns what zod found into problems in the words of the config. */
export function problemsOf(error: z.ZodError, input: unknown, schema: z.core.$ZodType): ConfigProblem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, input, schema));
}

function issueProblems(issue: z.core.$ZodIssue, input: unknown, schema: z.core.$ZodType): ConfigProblem[] {
  if (issue.code === "unrecognized_keys") return unknownKeys(issue, input, schema);
  if (issue.code === "invalid_union" && issue.errors.length) return unionProblems(issue, input, schema);
  if (issue.code === "invalid_key") return keyProblems(issue);
  const value = valueAt(input, issue.path);
  const hidden = issue.code === "custom" && issue.params?.["hidden"] === true;
  const given = value === undefined || hidden ? {} : { given: structured(issue) ? kindOf(value) : shown(value) };
  return [{ path: pathText(issue.path), ...given, why: why(issue, value), set: remedy(issue, value) }];
}

function unknownKeys(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  input: unknown,
  schema: z.core.$ZodType,
): ConfigProblem[] {
  const known = keysAt(schema, issue.path, input);
  // An object that may have many keys says itself what to do about one that is like none of them.
  const { set = `one of ${known.join(", ")}, or remove the line` } = splitRemedy(issue.message);
  return issue.keys.map((key) => {
    const near = nearName(key, known);
    return {
      path: pathText([...issue.path, key]),
      // Not what it holds: a password under a misspelt key would end in the log.
      why: `unknown key "${key}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
      set: near === undefined ? set : `"${near}", or remove the line`,
    };
  });
}

/** Whether something of parts was wanted: what stands there instead may hold anything, a password too. */
function structured(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" && ["object", "record", "array", "map", "tuple"].includes(issue.expected);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "a text" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A key of a record that can't be one: what is wrong with its text, at its own path. */
function keyProblems(issue: z.core.$ZodIssueInvalidKey): ConfigProblem[] {
  const key = String(issue.path.at(-1));
  return issue.issues.map((inner) => ({
    path: pathText(issue.path),
    given: shown(key),
    why: why(inner, key),
    set: remedy(inner),
  }));
}

/**
 * The branch of a union that came furthest is the one that the user meant; where several fail at once, those
 * that explain themselves speak, else the value can be what any of them takes.
 */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, input: unknown, schema: z.core.$ZodType): ConfigProblem[] {
  const furthest = Math.max(...issue.errors.map(depth));
  const alike = issue.errors.filter((branch) => depth(branch) === furthest);
  const explained = alike.filter((branch) => branch.some(({ message }) => splitRemedy(message).set !== undefined));
  const branches = (explained.length ? explained : alike).map((branch) =>
    branch.flatMap((inner) =>
      issueProblems({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, input, schema),
    ),
  );
  const [first = []] = branches;
  const [problem, ...more] = first;
  if (!problem || more.length || branches.length === 1) return first;
  const remedies = [...new Set(branches.flatMap((branch) => branch.map(({ set }) => set)))];
  return [{ ...problem, why: "is none of the things that it can be", set: remedies.join(", or ") }];
}

function depth(issues: z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function why(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === "invalid_type" && value === undefined) return "is missing";
  if (issue.code === "invalid_type") return `must be ${typeWords(issue.expected)}`;
  if (issue.code === "invalid_value") return "is not one of the values that can be set";
  const said = splitRemedy(issue.message);
  if (said.set !== undefined) return said.why;
  if (issue.code === "too_small") return `is too small: at least ${bound(issue.minimum, issue.origin)}`;
  if (issue.code === "too_big") return `is too large: at most ${bound(issue.maximum, issue.origin)}`;
  return splitRemedy(issue.message).why;
}

function remedy(issue: z.core.$ZodIssue, value?: unknown): string {
  const { set } = splitRemedy(issue.message);
  if (set !== undefined) return set;
  if (issue.code === "invalid_value")
    return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return meant(issue.expected, value) ?? typeWords(issue.expected);
  if (issue.code === "too_small") return `${bound(issue.minimum, issue.origin)} or more`;
  if (issue.code === "too_big") return `${bound(issue.maximum, issue.origin)} or less`;
  if (issue.code === "invalid_format") return `a value of the form ${issue.format}`;
  return "a value that the description in Pulumi.schema.json allows";
}

/** Types as YAML's users call them; others by their own names. */
const types: Record<string, string | undefined> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a map of settings",
  record: "a map by name",
  string: "a text",
};

function typeWords(type: string): string {
  return types[type] ?? `a value of type ${type}`;
}

/** What to set where the given value can be read as the type that is wanted. */
function meant(type: string, value: unknown): string | undefined {
  if (value === null) {
    const empty = { array: "[]", object: "{}", record: "{}" }[type];
    return empty === undefined ? undefined : `${empty}, or remove the line`;
  }
  // YAML has lost how it was written: 1.10 is 1.1 by now.
  if (type === "string" && typeof value !== "object") return "the same in quotes";
  if (typeof value !== "string") return undefined;
  if (type === "boolean") return booleans[value.toLowerCase()];
  const number = /^-?\d+(\.\d+)?$/.test(value) && (type === "number" || type === "int");
  return number ? `${value}, without quotes` : undefined;
}

/** What YAML 1.1 took for booleans is text since 1.2. */
const booleans: Record<string, string | undefined> = {
  true: "true",
  yes: "true",
  on: "true",
  false: "false",
  no: "false",
  off: "false",
};

function bound(limit: number | bigint, origin: string): string {
  return origin === "array" || origin === "set"
    ? `${limit} entries`
    : origin === "string"
      ? `${limit} characters`
      : `${limit}`;
}

/** The value at a path of the raw config; undefined where there is none. */
export function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === "object" ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
