import { counted, dollars, type Style } from "../text/style";
import { resourceLines } from "./lines";
import { type Came, changeOf, isEmpty, type PlanDiff } from "./plan-diff";

/** Lines of a list that are printed without `--verbose`. */
const limit = 12;

/** The difference as text for a terminal: one line of totals, what is lost, then each list. */
export function diffText(diff: PlanDiff, style: Style): string {
  if (isEmpty(diff)) return `${diff.stack} against ${diff.against}: no changes`;
  const { red, bold } = style.colours;
  const lists = sections(diff).flatMap(({ title, lines }) =>
    lines.length ? ["", style.heading(title), ...style.some(lines, limit, (line) => indented(line, style))] : [],
  );
  return [
    ...style.wrapped(bold(`${diff.stack} against ${diff.against}`)),
    ...style.wrapped(summaryOf(diff), "  "),
    ...lossesOf(diff).flatMap((line) => style.wrapped(line, "  ✗ ").map(red)),
    ...lists,
  ].join("\n");
}

/** A line of a list, wrapped below itself; what stands below another line keeps its indent. */
function indented(line: string, style: Style): string[] {
  const text = line.trimStart();
  const indent = " ".repeat(2 + line.length - text.length);
  return style.wrapped(text, indent, `${indent}    `);
}

/** Totals of what happens to resources, money and pods. */
export function summaryOf({ resources: { added, changed, deleted }, cost, restarted }: PlanDiff): string {
  const by = (...effects: string[]) => changed.filter(({ effect }) => effects.includes(effect)).length;
  const uncertain = by("perhaps", "unknown");
  const { beforeMonthlyUsd: before, afterMonthlyUsd: after } = cost;
  const money =
    before === after
      ? `${dollars(after)} a month as before`
      : `${dollars(before)} → ${dollars(after)} a month (${signed(after - before)})`;
  return [
    `${added.length} to make, ${by("update")} to change, ${by("replace")} to replace, ${deleted.length} to delete`,
    ...(uncertain ? [`${counted(uncertain, "change")} whose replacement is not certain`] : []),
    money,
    ...(restarted.length ? [`pods are replaced of ${restarted.join(", ")}`] : []),
  ].join("; ");
}

/** What is lost with each resource that is deleted or replaced, and how to avoid it. */
export function lossesOf({ resources: { changed, deleted } }: PlanDiff): string[] {
  const gone = [
    ...deleted.map((one) => ({ ...one, how: "is deleted" })),
    ...changed.map((one) => ({ ...one, how: one.effect === "replace" ? "is replaced" : "may be replaced" })),
  ];
  return gone.flatMap(({ type, name, loss, how }) =>
    loss ? [`${type} ${name} ${how}: lost is ${loss.lost}. To avoid it: ${loss.avoid}.`] : [],
  );
}

/** Every list of the difference, in the order in which it is printed. */
export function sections(diff: PlanDiff): { title: string; lines: string[] }[] {
  const cost = diff.cost.lines.map((line) => `${signed(changeOf(line))} ${line.what}: ${line.basis}`);
  return [
    { title: "Resources", lines: resourceLines(diff.resources) },
    { title: "Cost", lines: cost },
    { title: "Policies", lines: cameLines(diff.findings) },
    { title: "Waivers", lines: cameLines(diff.waivers) },
    { title: "Recovery", lines: cameLines(diff.recovery) },
    { title: "Permissions", lines: cameLines(diff.permissions) },
    { title: "Network", lines: cameLines(diff.network) },
  ];
}

function cameLines({ added, removed }: Came): string[] {
  return [...added.map((one) => `+ ${one}`), ...removed.map((one) => `- ${one}`)];
}

function signed(usd: number): string {
  return `${usd < 0 ? "-" : "+"}${dollars(Math.abs(usd))}`;
}
