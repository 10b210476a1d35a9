import { z } from "zod";
import { duration } from "../../shared/duration";
import { remedied, report } from "../../shared/problem";
import { count } from "../pod/count";

const analysis = z
  .strictObject({
    successRate: z
      .number()
      .min(0)
      .max(100)
      .default(99)
      .describe("Least share of the new version's answers that are no server error, percent."),
    errorIncrease: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .describe("Points by which the new version's share of server errors may be above the old one's."),
    p99: duration(["ms", "s"], "500ms")
      .optional()
      .describe("Time within which it answers 99 % of the requests. Left out: that of `slo`, or 1s."),
    everySeconds: z.int().min(10).max(3600).default(60).describe("Seconds between two looks."),
    failures: z
      .int()
      .min(0)
      .max(100)
      .default(2)
      .describe("Bad looks that are put up with; at the next the old version gets all requests back."),
    none: z
      .strictObject({ reason: z.string().min(1).describe("Why nothing can judge the new version.") })
      .optional()
      .describe("No analysis: the steps pass by themselves, whatever the new version does."),
  })
  .prefault({})
  .describe(
    "What judges the new version while it goes out: success rate, latency and errors, asked of Prometheus on `metrics.requests`. " +
      "Without data the rollout pauses for a person.",
  );

const step = z.strictObject({
  weight: z.int().min(1).max(100).describe("Share of the requests that the new version gets, percent."),
  pause: z
    .union([z.literal("manual"), duration(["s", "m", "h"], "5m")])
    .optional()
    .describe("How long it stays so; `manual`: until someone promotes it. Left out: not at all."),
});

const canary = z
  .strictObject({
    steps: z
      .array(step)
      .min(1)
      .default([
        { weight: 5, pause: "2m" },
        { weight: 20, pause: "5m" },
        { weight: 50, pause: "10m" },
      ])
      .superRefine((steps, ctx) => {
        steps.forEach(({ weight }, index) => {
          const before = steps[index - 1]?.weight ?? 0;
          if (weight > before) return;
          report(ctx, { path: [index, "weight"], why: `is not above the ${before} before it`, set: "rising weights" });
        });
      })
      .describe("Shares of the requests, rising; after the last one the new version gets all."),
    keepStable: z
      .boolean()
      .default(true)
      .describe(
        "Keeps all pods of the old version until the end, so that an abort is instant; needs twice the pods. `false`: the old one " +
          "shrinks as the new one grows.",
      ),
    analysis,
  })
  .optional()
  .describe("The new version gets a rising share of the requests, and is taken back when it is worse (Argo Rollouts).");

const blueGreen = z
  .strictObject({
    promote: z
      .enum(["manual", "automatic"])
      .default("manual")
      .describe("Who moves the requests over: a person after a smoke test at `<service>-preview`, or the controller."),
    keepOldSeconds: z
      .int()
      .min(30)
      .max(86_400)
      .default(3600)
      .describe("Seconds that the old version is kept ready to come back; its pods count until then."),
    analysis,
  })
  .optional()
  .describe("The new version is started beside the old one, then gets all requests at once (Argo Rollouts).");

/** How a version replaces another. */
export const rolloutSettings = z
  .strictObject({
    maxSurge: count
      .default("25%")
      .describe("Pods beyond the number while a version replaces another; counted into the quota."),
    maxUnavailable: count
      .default("25%")
      .describe("Pods that may be missing meanwhile, rounded down. 0: never fewer than now."),
    minReadySeconds: z
      .int()
      .min(0)
      .max(3600)
      .default(16)
      .describe(
        "Seconds that a new pod must be ready before the next one. Below 16, a load balancer that asks pods itself (type alb), every 15 seconds, may not have asked it yet.",
      ),
    timeoutSeconds: z
      .int()
      .min(30)
      .max(7200)
      .default(600)
      .describe("Seconds without progress after which the rollout has failed, and `pulumi up` with it."),
    history: z.int().min(0).max(50).default(5).describe("Versions that are kept for a rollback by kubectl."),
    canary,
    blueGreen,
  })
  .refine(({ maxSurge, maxUnavailable }) => !(zero(maxSurge) && zero(maxUnavailable)), {
    path: ["maxSurge"],
    error: remedied("and maxUnavailable are both 0, so that no pod could ever be replaced", "one of them to 1 or 25%"),
  })
  .refine((given) => !(given.canary && given.blueGreen), {
    path: ["blueGreen"],
    error: remedied("stands beside canary: a version goes out one way", "one of them"),
  })
  .prefault({})
  .describe("How a version replaces another. Left out: a rolling update.");

export type RolloutSettings = z.output<typeof rolloutSettings>;
export type AnalysisSettings = NonNullable<RolloutSettings["canary"]>["analysis"];

function zero(value: number | string): boolean {
  return value === 0 || value === "0%";
}
