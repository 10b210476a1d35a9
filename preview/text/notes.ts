import type { Plan } from "../plan";
import type { Style } from "./style";

/** Warnings of config and prices. */
export function warningLines({ warnings }: Plan, style: Style): string[] {
  if (warnings.length === 0) return [];
  return [style.heading("Warnings"), ...warnings.flatMap((text) => style.wrapped(text, "  ! ")), ""];
}

/** Exemptions from rules, with their reasons and ends. */
export function waiverLines({ waivers }: Plan, style: Style): string[] {
  if (waivers.length === 0) return [];
  const sorted = [...waivers].sort((a, b) => (`${a.rule} ${a.object}` < `${b.rule} ${b.object}` ? -1 : 1));
  // One line for what is exempt from one rule, for one reason, until one day.
  const groups = new Map<string, { cells: string[]; objects: string[] }>();
  for (const waiver of sorted) {
    const until = waiver.until === undefined ? "" : `${waiver.until}${waiver.expired ? " (over)" : ""}`;
    const cells = [waiver.rule, until, waiver.problem ?? waiver.reason];
    const group = groups.get(cells.join("\n")) ?? { cells, objects: [] };
    group.objects.push(waiver.object);
    groups.set(cells.join("\n"), group);
  }
  const rows = [...groups.values()].map(({ cells: [rule = "", until = "", reason = ""], objects }) => {
    return [rule, until, `${objects.join(", ")}: ${reason}`];
  });
  const columns = [{ title: "rule" }, { title: "until" }, { title: "objects and reason", grow: true }];
  return [style.heading("Waivers", "rules that an object is exempt from"), ...style.table(columns, rows), ""];
}

/** What rules at the level `remediate` change before anything is judged, by rule. */
export function remediationLines({ remediations }: Plan, style: Style): string[] {
  if (remediations.length === 0) return [];
  const policies = [...new Set(remediations.map(({ policy }) => policy))];
  const lines = policies.flatMap((policy) => {
    const names = remediations.filter((one) => one.policy === policy).map(({ urn }) => urn.split("::").at(-1));
    return style.wrapped(`${policy} (${names.length}): ${names.join(", ")}`, "  ~ ");
  });
  return [style.heading("Remediated", "filled in by rules at the level remediate"), ...lines, ""];
}

/** The verdict of each policy. */
export function verdictLines({ verdicts }: Plan, style: Style): string[] {
  const { green, red, yellow, dim } = style.colours;
  const kinds = [
    { verdict: "violated", mark: red("✗ violated") },
    { verdict: "unknown", mark: yellow("? hold as far as is known") },
    { verdict: "disabled", mark: dim("- disabled") },
    { verdict: "holds", mark: green("✓ hold") },
  ] as const;
  const lines = kinds.flatMap(({ verdict, mark }) => {
    const names = verdicts.filter((one) => one.verdict === verdict).map(({ policy }) => policy);
    if (names.length === 0) return [];
    return [`  ${mark} (${names.length})`, ...style.wrapped(names.join(", "), "    ")];
  });
  return [style.heading("Policies"), ...lines, ""];
}
