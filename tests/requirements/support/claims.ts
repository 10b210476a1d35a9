import { impossible } from "./ids";

/** How a requirement is met. */
export type State = "met" | "succeeded" | "not applicable";

export type Claim = () => void;

/** What a test says of a requirement. */
export interface Statement {
  state: State;
  /** `VC-21 …`: the id and what is claimed. */
  title: string;
  /** Why it is not met to the letter. */
  why?: string | undefined;
}

/** Statements of tests, for who tells of the run. */
export const statements = new WeakMap<object, Statement>();

/** A test of mocha that states something of one requirement. */
export function stated(statement: Statement, check: Claim): void {
  if (!/^(VC|TB|MP|KP|SS)-\d+ (?!(VC|TB|MP|KP|SS)-\d)/.test(statement.title))
    throw new Error(`"${statement.title}" begins with the id of one requirement`);
  const [id = ""] = statement.title.split(" ", 1);
  if (statement.state === "not applicable" && !impossible.has(id)) throw new Error(`${id} can be built`);
  statements.set(it(statement.title, check), statement);
}
