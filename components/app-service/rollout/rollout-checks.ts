import type { z } from "zod";
import { report } from "../../shared/problem";
import type { RolloutSettings } from "./rollout-settings";

interface Given {
  singleton: boolean;
  port: number | "none";
  metrics?: object | undefined;
  mesh?: { split?: object | undefined } | undefined;
  rollout: RolloutSettings;
}

/** A canary or blue-green rollout against the rest of the service. */
export function checkRollout({ singleton, port, metrics, mesh, rollout }: Given, ctx: z.core.$RefinementCtx): void {
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
  if (rollout.canary && mesh?.split) {
    const why = "moves the shares of the requests, and mesh.split says fixed ones";
    report(ctx, { path: ["rollout", "canary"], why, set: "one of them" });
  }
  if (!given.analysis.none && !metrics) {
    const why = "judges the new version by its metrics, and the service has none";
    const set = "metrics, with their port and path, or analysis: { none: { reason: <why> } }";
    report(ctx, { path: ["rollout", key, "analysis"], why, set });
  }
}
