import { z } from "zod";

/** What is wrong with one value of the stack config: why it can't be, and what to set. */
export interface Problem {
  /** Path below the object that is checked, for example `["privateSubnets", 2]`. */
  path: PropertyKey[];
  /** Why the value can't be, in the words of the config. */
  why: string;
  /** What to set instead. */
  set: string;
  /** True where the value may be a secret, and must not be printed. */
  hidden?: true;
}

/** Adds a problem to a zod check; the loader prints it with the others, each with its path and the given value. */
export function report(ctx: z.core.$RefinementCtx, problem: Problem): void {
  const { path, why, set, hidden } = problem;
  ctx.addIssue({ code: "custom", path, message: remedied(why, set), ...(hidden && { params: { hidden } }) });
}

/** A string of a form: the pattern goes into the JSON Schema, the two sentences into the error. */
export function pattern(form: RegExp, why: string, set: string): z.ZodString {
  return z.string().regex(form, { error: remedied(why, set) });
}

const separator = "\u0000";

/** One message that carries both why a value can't be and what to set; `splitRemedy` takes it apart again. */
export function remedied(why: string, set: string): string {
  return `${why}${separator}${set}`;
}

/** The two halves of a message: `set` is undefined where only a reason was given. */
export function splitRemedy(message: string): { why: string; set: string | undefined } {
  const [why = message, set] = message.split(separator);
  return { why, set };
}
