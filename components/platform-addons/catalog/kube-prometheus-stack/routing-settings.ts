import { z } from "zod";
import { pattern } from "../../../shared/problem";

const secret = (what: string, key: string) =>
  z
    .strictObject({
      name: z.string().min(1).default("alertmanager-receivers").describe("Secret in the namespace of Alertmanager."),
      key: z.string().min(1).default(key).describe("Key in it."),
    })
    .prefault({})
    .describe(`Where ${what} is, by reference: Alertmanager reads it as a file, and it is in no manifest or state.`);

const channel = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("slack").describe("What takes the alerts."),
    channel: pattern(/^[#@]\S+$/, "is not a channel of Slack", "a name such as #alerts").describe("Channel or person."),
    webhook: secret("the address of the incoming webhook", "slack-webhook"),
  }),
  z.strictObject({
    type: z.literal("email").describe("What takes the alerts."),
    to: z.array(z.email()).min(1).describe("Who gets them."),
  }),
  z.strictObject({
    type: z.literal("pagerduty").describe("What takes the alerts."),
    routingKey: secret("the integration key of Events API v2", "pagerduty-routing-key"),
  }),
  z.strictObject({
    type: z.literal("webhook").describe("What takes the alerts."),
    url: secret("the address, at port 443", "webhook-url"),
  }),
]);

const severities = ["critical", "warning", "info"] as const;

const channels = z.array(z.string()).min(1);

/** Keys of `alertmanager` that say who hears of what. */
export const routingKeys = {
  channels: z
    .record(z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/), channel)
    .default({})
    .describe("Where alerts can go, by name: Slack, e-mail, PagerDuty or any webhook."),
  smtp: z
    .strictObject({
      host: pattern(/^[^\s:]+:\d+$/, "is not a host with a port", "email-smtp.us-east-1.amazonaws.com:587").describe(
        "Mail server; the connection must be encrypted.",
      ),
      from: z.email().describe("Sender."),
      username: z.string().optional().describe("User at the mail server."),
      password: secret("the password", "smtp-password"),
    })
    .optional()
    .describe("How e-mail leaves; needed by a channel of type email."),
  routes: z
    .array(
      z.strictObject({
        severity: z.enum(severities).optional().describe("Alerts of this severity. Left out: of any."),
        team: z.string().optional().describe("Alerts of this team's services and namespaces. Left out: of any team."),
        to: channels.describe("Channels that get them."),
      }),
    )
    .default([])
    .describe("Who gets which alerts. The first route that fits takes an alert, so what is particular comes first."),
  otherwise: channels
    .optional()
    .describe("Channels that get what no route takes. Left out: it is seen in Alertmanager and Grafana only."),
  deadMansSwitch: z
    .string()
    .optional()
    .describe(
      "Channel that hears every minute that alerts arrive: a service outside that raises the alarm when it stops. Of type webhook.",
    ),
};

export type Channel = z.output<typeof channel>;
export type RoutingSettings = z.output<z.ZodObject<typeof routingKeys>>;

/** Problems between the keys: names that are not there, e-mail without a server, a route that nothing reaches. */
export function checkRouting(
  settings: RoutingSettings,
  report: (problem: { path: (string | number)[]; why: string; set: string }) => void,
): void {
  const { channels: all, smtp, routes, otherwise, deadMansSwitch } = settings;
  const names = Object.keys(all);
  const known = (path: (string | number)[], name: string) => {
    if (name in all) return;
    const set = names.length ? `one of ${names.join(", ")}` : "channels, with one of that name";
    report({ path, why: `"${name}" is none of alertmanager.channels`, set });
  };
  routes.forEach(({ to }, index) => to.forEach((name, at) => known(["routes", index, "to", at], name)));
  otherwise?.forEach((name, at) => known(["otherwise", at], name));
  if (deadMansSwitch !== undefined) known(["deadMansSwitch"], deadMansSwitch);
  routes.forEach((route, index) => {
    const before = routes.slice(0, index).findIndex((earlier) => takes(earlier, route));
    if (before < 0) return;
    const why = `gets nothing: alertmanager.routes[${before}] takes all of its alerts`;
    report({ path: ["routes", index], why, set: "it before that one, or remove one of the two" });
  });
  const mail = names.find((name) => all[name]?.type === "email");
  if (mail !== undefined && !smtp) {
    report({ path: ["smtp"], why: `is missing, and the channel ${mail} sends e-mail`, set: "smtp: { host, from }" });
  }
}

function takes(earlier: RoutingSettings["routes"][number], later: RoutingSettings["routes"][number]): boolean {
  const key = (one: "severity" | "team") => earlier[one] === undefined || earlier[one] === later[one];
  return key("severity") && key("team");
}
