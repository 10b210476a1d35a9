import { z } from "zod";
import { duration, durationSeconds } from "../../shared/duration";
import { report } from "../../shared/problem";

const latency = (share: string) =>
  duration(["ms", "s"], "200ms")
    .optional()
    .describe(`Time within which ${share} % of the requests are answered, for example 200ms.`);

/**
 * Objectives of a service over 30 days. Both are judged on one histogram of request durations, `metrics.requests`.
 */
export const sloSettings = z
  .strictObject({
    availability: z
      .number()
      .min(50)
      .max(99.999)
      .optional()
      .describe("Share of requests that are not answered with a server error (5xx), percent, for example 99.9."),
    latency: z
      .strictObject({ p95: latency("95"), p99: latency("99") })
      .superRefine((given, ctx) => {
        const { p95, p99 } = given;
        if (p95 === undefined && p99 === undefined) {
          report(ctx, { path: ["p99"], why: "is missing, and so is p95", set: "a time such as 200ms" });
        }
        if (p95 !== undefined && p99 !== undefined && durationSeconds(p95) > durationSeconds(p99)) {
          const why = `is above p99, which is ${p99}: of 99 % that are faster, 95 % are too`;
          report(ctx, { path: ["p95"], why, set: `${p99} or less` });
        }
      })
      .optional()
      .describe("Times within which shares of the requests are answered."),
  })
  .superRefine(({ availability, latency }, ctx) => {
    if (availability !== undefined || latency) return;
    const why = "names no objective";
    report(ctx, { path: ["availability"], why, set: "availability: 99.9, latency: { p99: 200ms }, or remove slo" });
  })
  .optional()
  .describe(
    "Objectives of the service. Observability alerts when it burns its error budget too fast; the preview shows them. Measured on " +
      "`metrics.requests`.",
  );

export type SloSettings = NonNullable<z.output<typeof sloSettings>>;
