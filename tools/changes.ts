import type { Plan } from "../preview/plan";

/** What a preview of the engine would show of a change of the YAML: what is made, deleted and changed. */
export function changesOf(before: Plan, after: Plan): string[] {
  const [old, now] = [inputsOf(before), inputsOf(after)];
  const changed = new Map<string, string[]>();
  for (const [name, inputs] of now) {
    if (!old.has(name)) continue;
    const lines = differences(old.get(name), inputs, "");
    if (lines.length) add(changed, [typeOf(name), ...lines].join("\n    "), name);
  }
  return [
    ...[...now.keys()].filter((name) => !old.has(name)).map((name) => `+ ${name}`),
    ...[...changed].map(([what, names]) => `~ ${alike(names)}${what.slice(what.indexOf("\n"))}`),
    ...[...old.keys()].filter((name) => !now.has(name)).map((name) => `- ${name}`),
  ];
}

const typeOf = (name: string) => name.slice(0, name.indexOf(" "));

function add(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

/** Those of one type that change in the same way are one line. */
function alike(names: string[]): string {
  const [first = ""] = names;
  if (names.length === 1) return first;
  const shown = names.slice(0, 3).map((name) => name.slice(name.indexOf(" ") + 1));
  return `${names.length} × ${typeOf(first)} ${shown.join(", ")}${names.length > 3 ? ", …" : ""}`;
}

/** Inputs by type and name of the resource, in the order of registration. */
function inputsOf({ resources, view }: Plan): Map<string, unknown> {
  return new Map(resources.map((one) => [`${one.type} ${one.name}`, view.inputs(one)]));
}

/** `path: old → new` for each value that differs. */
function differences(was: unknown, is: unknown, path: string): string[] {
  if (isMap(was) && isMap(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) => differences(was[key], is[key], path === "" ? key : `${path}.${key}`));
  }
  const [from, to] = [textOf(was), textOf(is)];
  return from === to ? [] : [`${path}: ${shortened(from)} → ${shortened(to)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "none");
}

/** Documents and lists are known to differ, and not shown whole. */
function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}
