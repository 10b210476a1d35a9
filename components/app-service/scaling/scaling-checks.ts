import type { z } from "zod";
import { report } from "../../shared/problem";
import type { ScheduleTrigger } from "./trigger-settings";

interface Given {
  min?: number | undefined;
  max?: number | undefined;
  with?: "hpa" | "keda" | undefined;
  metrics: readonly unknown[];
  queues?: readonly unknown[] | undefined;
  queries: readonly unknown[];
  schedules: readonly ScheduleTrigger[];
}

/** Bounds, what scales, and hours with a floor of their own. */
export function checkScaling(given: Given, ctx: z.core.$RefinementCtx): void {
  const { min, max } = given;
  if (min !== undefined && max !== undefined && min > max) {
    report(ctx, { path: ["min"], why: `is above max, which is ${max}`, set: `${max} or less, or a larger max` });
  }
  checkScaler(given, ctx);
  given.schedules.forEach(({ start, end, pods }, index) => {
    const path = ["schedules", index];
    if (start === end) report(ctx, { path: [...path, "end"], why: "is start as well", set: "another time" });
    if (max === undefined || pods <= max) return;
    const why = `is above max, which is ${max}`;
    report(ctx, { path: [...path, "pods"], why, set: `${max} or less, or a larger max` });
  });
}

/** One thing only scales: KEDA makes an HPA of its own, and two HPAs undo each other's work. */
function checkScaler(given: Given, ctx: z.core.$RefinementCtx): void {
  const { min, max, metrics } = given;
  const ofKeda = (["queues", "queries", "schedules"] as const).filter((key) => given[key]?.length);
  const named = ofKeda.map((key) => `scaling.${key}`).join(" and ");
  if (named && given.with === "hpa") {
    const why = `is hpa, and ${named} can be read by KEDA only: a service has one or the other`;
    report(ctx, { path: ["with"], why, set: `keda, or drop ${named}` });
  }
  const keda = named || (given.with === "keda" ? "scaling.with" : "");
  if (metrics.length && keda) {
    const why = `is read by an HPA beside KEDA (${keda}): two on one service undo each other's work`;
    const set = `drop scaling.metrics, which scaling.queries can say as a Prometheus query, or drop ${keda}`;
    report(ctx, { path: ["metrics"], why, set });
  }
  const changing = named || (metrics.length ? "scaling.metrics" : "");
  if (min !== undefined && min === max && changing) {
    const why = `is min as well, a fixed number of pods, and ${changing} would change it`;
    report(ctx, { path: ["max"], why, set: `more than ${min}, or drop ${changing}` });
  }
}
