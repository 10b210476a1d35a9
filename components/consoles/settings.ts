import { z } from "zod";
import { route } from "../app-service/traffic/route-settings";
import { report } from "../shared/problem";

/** Consoles of the platform that can be put behind a gateway. */
export const consoleNames = ["grafana", "argo-cd"] as const;

export type ConsoleName = (typeof consoleNames)[number];

const { host, gateway, allowFrom, login, timeoutSeconds } = route.shape;

const console = z
  .strictObject({
    host,
    gateway,
    allowFrom,
    login,
    timeoutSeconds,
    open: z
      .strictObject({ reason: z.string().min(1).describe("Why the console's own login is enough.") })
      .optional()
      .describe("Neither `allowFrom` nor `login`: everybody that the gateway lets in sees the console's own login."),
  })
  .superRefine((given, ctx) => {
    if (given.allowFrom ?? given.login ?? given.open) return;
    const why = "is missing, and so is login: the console's own login would face everybody";
    report(ctx, { path: ["allowFrom"], why, set: "ranges of your office or VPN, login, or open: { reason: <why> }" });
  });

/** What a stack may say about its consoles. */
export function consolesSettings() {
  return z.strictObject({
    grafana: console.optional().describe("Dashboards. Its own login follows: `observability.grafana.oidc`."),
    "argo-cd": console.optional().describe("Deliveries. Its own login follows: OpenID Connect by its `values`."),
  });
}

/** Consoles that people may reach, by name: through which gateway, from where. */
export type ConsolesSettings = z.output<ReturnType<typeof consolesSettings>>;
