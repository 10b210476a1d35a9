import { z } from "zod";
import { pattern } from "../../shared/problem";

/** A number of pods, or a percentage of them. */
export const count = z
  .union([
    z.int().min(0),
    pattern(/^([0-9]|[1-9][0-9]|100)%$/, "is neither a number nor a percentage", 'a number such as 1, or "25%"'),
  ])
  .describe("A number of pods, or a percentage.");

export type Count = z.output<typeof count>;
