import type { z } from "zod";
import { report } from "../../shared/problem";
import type { RolloutSettings } from "./rollout-settings";

interface Given {
  singleton: boolean;
  port: number | "none";
  metrics?: object | undefined;
  mesh?: { split?: { service?: string | undefined; weight: number } | undefined } | undefined;
  rollout: RolloutSettings;
}

/** A canary or blue-green rollout against the rest of the service. */
export function checkRollout({ singleton, port, metrics, mesh, rollout }: Given, ctx: z.core.$RefinementCtx): void {
  checkSplit({ mesh, rollout }, ctx);
  const key = rollout.canary ? "canary" : "blueGreen";
  const given = rollout[key];
  if (!given) return;
  if (singleton) {
    const why = "runs two versions at a time, and singleton: true allows one pod";
    report(ctx, { path: ["rollout", key], why, set: `singleton: false, or drop rollout.${key}` });
  }
  if (key === "blueGreen" && port === "none") {
    const why = "moves requests from one version to another, and port is none";
    report(ctx, { path: ["rollout", key], why, set: "port to the one that requests go to, or a canary" });
  }
  if (!given.analysis.none && !metrics) {
    const why = "judges the new version by its metrics, and the service has none";
    const set = "metrics, with their port and path, or analysis: { none: { reason: <why> } }";
    report(ctx, { path: ["rollout", key, "analysis"], why, set });
  }
}

/** KP-N7: a canary moves the shares; a header beside it may lead to its new version. */
function checkSplit({ mesh, rollout }: Pick<Given, "mesh" | "rollout">, ctx: z.core.$RefinementCtx): void {
  const split = mesh?.split;
  if (split && !split.service && !rollout.canary) {
    const why = "is missing, and there is no canary whose new version it could be";
    report(ctx, {
      path: ["mesh", "split", "service"],
      why,
      set: "the service of the other version, or rollout.canary",
    });
  }
  if (!split?.weight || !rollout.canary) return;
  const why = "is fixed, and rollout.canary moves the shares of the requests";
  report(ctx, { path: ["mesh", "split", "weight"], why, set: "0 with a header, or no canary" });
}
