import type { Mark } from "../../tests/requirements/support/ids";
import type { Statement } from "../../tests/requirements/support/claims";

/** How it stands with a requirement: what its test states, or that the test failed, or that there is none. */
export type Standing = Statement["state"] | "failed" | "missing";

/** A requirement in the table. */
export interface Row {
  id: string;
  mark: Mark;
  standing: Standing;
  /** What its test claims. */
  claim: string;
  /** Why it is not met to the letter. */
  why: string;
}

/** A test of one requirement that ran. */
export interface Outcome extends Statement {
  failed: boolean;
}

/** The table of requirements: each has its row, whether or not it has a test; several tests are told one after the other. */
export function rowsOf(requirements: ReadonlyMap<string, Mark>, outcomes: readonly Outcome[]): Row[] {
  return [...requirements].map(([id, mark]) => {
    const own = outcomes.filter(({ title }) => title.startsWith(`${id} `));
    const claim = own.map(({ title }) => title.slice(id.length + 1)).join("; ");
    const why = own.flatMap((one) => one.why ?? []).join("; ");
    return { id, mark, standing: standingOf(own), claim, why };
  });
}

/** The worst that its tests say. */
function standingOf(outcomes: Outcome[]): Standing {
  if (!outcomes.length) return "missing";
  if (outcomes.some(({ failed }) => failed)) return "failed";
  const states = new Set(outcomes.map(({ state }) => state));
  return (["not applicable", "succeeded", "met"] as const).find((state) => states.has(state)) ?? "missing";
}

/** Whether each requirement has a test that holds. */
export function isComplete(rows: readonly Row[]): boolean {
  return rows.every(({ standing }) => standing !== "missing" && standing !== "failed");
}

/** What a standing is called. */
export const standingText: Record<Standing, string> = {
  met: "met",
  succeeded: "met by a successor",
  "not applicable": "not applicable",
  failed: "test fails",
  missing: "missing",
};

/** `98 met, 2 met by a successor`: how many requirements stand how. */
export function summary(rows: readonly Row[]): string {
  return Object.entries(standingText)
    .map(([standing, text]) => ({ text, count: rows.filter((row) => row.standing === standing).length }))
    .filter(({ count }) => count)
    .map(({ text, count }) => `${count.toString()} ${text}`)
    .join(", ");
}
