import type { z } from "zod";
import { pattern } from "./problem";

const units = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

type Unit = keyof typeof units;

/** Schema of a duration in a stack's YAML: a whole number and one unit out of those given, for example `200ms`. */
export function duration(allowed: Unit[] = ["s", "m", "h"], example = "30s"): z.ZodString {
  return pattern(
    new RegExp(`^[1-9][0-9]*(${allowed.join("|")})$`),
    `is not a duration in ${allowed.join(", ")}`,
    `a whole number and its unit, such as ${example}`,
  );
}

/** Seconds of a duration that the schema let through: `200ms` is 0.2. */
export function durationSeconds(text: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  if (unit === undefined) throw new RangeError(`"${text}" is not a duration such as 200ms or 30s`);
  return Number(amount) * units[unit as Unit];
}
