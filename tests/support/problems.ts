import type { z } from "zod";
import { type ConfigProblem, problemsOf } from "../../stacks/problems";

/** What the loader would report of a value by one area's schema: paths are below the area's key. */
export function problemsIn(schema: z.ZodType, value: unknown): ConfigProblem[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : problemsOf(parsed.error, value, schema);
}
