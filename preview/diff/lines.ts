import type { Difference } from "./differences";
import type { Changed, ResourceChange, ResourceChanges } from "./resources";

/**
 * What the engine's preview would show of the resources, a line each: `+` made, `~` changed, `±` replaced, `?` perhaps
 * replaced or not known, `-` deleted. Below a changed one stands `path: old → new`; resources of one type that change
 * in the same way are one line.
 */
export function resourceLines({ added, changed, deleted }: ResourceChanges): string[] {
  const groups = new Map<string, Changed[]>();
  for (const one of changed) {
    const key = JSON.stringify([one.type, one.effect, one.differences]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [
    ...added.map((one) => `+ ${titleOf(one)}`),
    ...[...groups.values()].flatMap(changedLines),
    ...deleted.map((one) => `- ${titleOf(one)}`),
  ];
}

const marks = { update: "~", replace: "±", perhaps: "?", unknown: "?" } as const;

function changedLines(group: Changed[]): string[] {
  const [first] = group;
  if (!first) return [];
  return [
    `${marks[first.effect]} ${alike(group)}${effectText(first)}`,
    ...first.differences.map((one) => `    ${differenceText(one)}`),
  ];
}

function effectText({ effect, replacedBy }: Changed): string {
  if (effect === "replace") return `: replaced, because of ${replacedBy.join(", ")}`;
  if (effect === "perhaps") return `: may be replaced, because of ${replacedBy.join(", ")}`;
  return effect === "unknown" ? ": whether it is replaced is not known" : "";
}

/** The first three of a group by name, and that there are more. */
function alike(group: Changed[]): string {
  const [first] = group;
  if (!first) return "";
  if (group.length === 1) return titleOf(first);
  const names = group.slice(0, 3).map(({ name }) => name);
  return `${group.length} × ${first.type} ${names.join(", ")}${group.length > 3 ? ", …" : ""}`;
}

function titleOf({ type, name }: ResourceChange): string {
  return `${type} ${name}`;
}

export function differenceText({ path, from, to }: Difference): string {
  return `${path}: ${valueText(from)} → ${valueText(to)}`;
}

/** A value on one line; documents and lists are cut, because that they differ is what matters. */
function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "none");
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
