import type { z } from "zod";
import { report } from "../../shared/problem";

interface Given {
  port?: number | "none" | undefined;
  cron?: object | undefined;
  beforeRollout?: object | undefined;
  singleton: boolean;
  scaling?: object | undefined;
  routes: readonly unknown[];
  metrics?: object | undefined;
  recommend?: object | undefined;
  rollout: { canary?: object | undefined; blueGreen?: object | undefined };
  volumes: Record<string, unknown>;
}

/** Port of a service that says none: 8080, and of a cron job, which nobody calls, none at all. */
export function portOf({ port, cron }: Pick<Given, "port" | "cron">): number | "none" {
  return port ?? (cron ? "none" : 8080);
}

/** Keys of what runs all the time, which a cron job can't have. */
export function checkCron(given: Given, ctx: z.core.$RefinementCtx): void {
  if (!given.cron) return;
  const { port, singleton, scaling, routes, metrics, recommend, beforeRollout, rollout } = given;
  const said: [key: string[], isSaid: boolean][] = [
    [["port"], port !== undefined && port !== "none"],
    [["singleton"], singleton],
    [["scaling"], scaling !== undefined],
    [["routes"], routes.length > 0],
    [["metrics"], metrics !== undefined],
    [["recommend"], recommend !== undefined],
    [["beforeRollout"], beforeRollout !== undefined],
    [["rollout", "canary"], rollout.canary !== undefined],
    [["rollout", "blueGreen"], rollout.blueGreen !== undefined],
  ];
  for (const [path] of said.filter(([, isSaid]) => isSaid)) {
    const why = "stands beside cron, and is for what runs all the time";
    report(ctx, { path, why, set: "remove it, or cron" });
  }
}
