import type { Channel, RoutingSettings } from "./routing-settings";

/** Where Prometheus Operator mounts the Secrets of `alertmanagerSpec.secrets`. */
const secretsDirectory = "/etc/alertmanager/secrets";

/** Name of the alert that always fires: whoever gets it from Alertmanager misses it when the chain is broken. */
export const deadMansSwitch = "DeadMansSwitch";

/** Receiver that sends nothing. */
const nobody = "nobody";

interface SecretKey {
  name: string;
  key: string;
}

/** Secrets that the configuration refers to, for Alertmanager to mount; by name, each once. */
export function routingSecrets({ channels, smtp }: RoutingSettings): string[] {
  const refs = Object.values(channels).flatMap((channel) => secretOf(channel) ?? []);
  const mail = smtp?.username === undefined ? [] : [smtp.password];
  return [...new Set([...refs, ...mail].map(({ name }) => name))].sort();
}

/**
 * Configuration of Alertmanager: who hears of what (TB-83, TB-84, TB-85).
 * https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(settings: RoutingSettings) {
  const routes = settings.routes.map(({ severity, team, to }) => ({
    matchers: [...matcher("severity", severity), ...matcher("team", team)],
    receiver: receiverName(to),
  }));
  const sets = [...settings.routes.map(({ to }) => to), ...(settings.otherwise ? [settings.otherwise] : [])];
  const receivers = new Map(sets.map((set) => [receiverName(set), set]));
  const beat = settings.deadMansSwitch;
  if (beat !== undefined) receivers.set(receiverName([beat]), [beat]);
  return {
    global: { resolve_timeout: "5m", ...(settings.smtp ? smtpOf(settings.smtp) : {}) },
    route: {
      receiver: settings.otherwise ? receiverName(settings.otherwise) : nobody,
      // One message for what goes wrong in one place, not one for each pod.
      group_by: ["alertname", "namespace", "service", "severity"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4h",
      routes: [
        {
          matchers: [`alertname="${deadMansSwitch}"`],
          receiver: beat === undefined ? nobody : receiverName([beat]),
          group_wait: "0s",
          group_interval: "1m",
          repeat_interval: "1m",
        },
        // The chart's own, which only keeps others quiet.
        { matchers: [`severity="none"`], receiver: nobody },
        ...routes,
      ],
    },
    inhibit_rules: inhibitRules,
    receivers: [{ name: nobody }, ...[...receivers].map(([name, of]) => receiver(name, of, settings.channels))],
    templates: ["/etc/alertmanager/config/*.tmpl"],
  };
}

/** What is silent while something worse is known: it would be the same trouble told twice. */
const inhibitRules = [
  // The same alert, more urgent.
  {
    source_matchers: [`severity="critical"`],
    target_matchers: [`severity=~"warning|info"`],
    equal: ["alertname", "namespace", "service", "slo"],
  },
  {
    source_matchers: [`severity="warning"`],
    target_matchers: [`severity="info"`],
    equal: ["alertname", "namespace", "service", "slo"],
  },
  // A node that is down takes its pods and targets with it.
  {
    source_matchers: [`alertname="NodeDown"`],
    target_matchers: [`alertname=~"KubeletDown|NodePressure|NodeCpuHigh|NodeMemoryHigh|NodeDiskFull"`],
    equal: ["node"],
  },
  // While nobody answers, every controller fails.
  {
    source_matchers: [`alertname="ApiServerDown"`],
    target_matchers: [`alertname=~"ApiServerErrors|ApiServerSlow|ControllerErrors|TargetDown|MetricsMissing"`],
  },
  {
    source_matchers: [`alertname="VolumeAlmostFull"`],
    target_matchers: [`alertname="VolumeFilling"`],
    equal: ["namespace", "persistentvolumeclaim"],
  },
  {
    source_matchers: [`alertname="CertificateExpiresNow"`],
    target_matchers: [`alertname="CertificateExpiresSoon"`],
    equal: ["exported_namespace", "name"],
  },
];

function matcher(label: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${label}="${value}"`];
}

/** A receiver sends to all channels of a route, so its name is theirs. */
function receiverName(channels: string[]): string {
  return channels.join("+");
}

function receiver(name: string, names: string[], channels: Record<string, Channel>) {
  const of = <Type extends Channel["type"]>(type: Type) =>
    names.flatMap((one) => {
      const channel = channels[one];
      return channel?.type === type ? [channel as Extract<Channel, { type: Type }>] : [];
    });
  const some = (key: string, list: object[]) => (list.length ? { [key]: list } : {});
  return {
    name,
    ...some("slack_configs", of("slack").map(slack)),
    ...some("email_configs", of("email").map(email)),
    ...some("pagerduty_configs", of("pagerduty").map(pagerduty)),
    ...some(
      "webhook_configs",
      of("webhook").map(({ url }) => ({ url_file: file(url), send_resolved: true })),
    ),
  };
}

const title = `[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.severity }} {{ .CommonLabels.alertname }}`;
const text = `{{ range .Alerts }}{{ .Annotations.summary }}. {{ .Annotations.description }} {{ .Annotations.runbook_url }}\n{{ end }}`;

function slack({ channel, webhook }: Extract<Channel, { type: "slack" }>) {
  return { channel, api_url_file: file(webhook), send_resolved: true, title, text };
}

function email({ to }: Extract<Channel, { type: "email" }>) {
  return { to: to.join(", "), send_resolved: true, headers: { Subject: title } };
}

function pagerduty({ routingKey }: Extract<Channel, { type: "pagerduty" }>) {
  return {
    routing_key_file: file(routingKey),
    send_resolved: true,
    description: `{{ .CommonLabels.alertname }} {{ .CommonLabels.namespace }}`,
    severity: `{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}{{ .CommonLabels.severity }}{{ end }}`,
    details: { summary: text },
  };
}

function smtpOf({ host, from, username, password }: NonNullable<RoutingSettings["smtp"]>) {
  return {
    smtp_smarthost: host,
    smtp_from: from,
    smtp_require_tls: true,
    ...(username === undefined ? {} : { smtp_auth_username: username, smtp_auth_password_file: file(password) }),
  };
}

function file({ name, key }: SecretKey): string {
  return `${secretsDirectory}/${name}/${key}`;
}

function secretOf(channel: Channel): SecretKey | undefined {
  if (channel.type === "slack") return channel.webhook;
  if (channel.type === "pagerduty") return channel.routingKey;
  return channel.type === "webhook" ? channel.url : undefined;
}
