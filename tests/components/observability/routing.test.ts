import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import {
  alertmanagerConfig,
  routingSecrets,
} from "../../../components/platform-addons/catalog/kube-prometheus-stack/routing";
import { alertmanagerSettings } from "../../../components/platform-addons/catalog/kube-prometheus-stack/alertmanager-settings";
import { teamRelabelings } from "../../../components/platform-addons/catalog/kube-prometheus-stack/teams";
import { problemsOf } from "../../../stacks/problems";
import { needs, run } from "../../support/prometheus-tools/tools";

const schema = alertmanagerSettings(3);

const channels = {
  ops: { type: "slack", channel: "#ops" },
  payments: { type: "slack", channel: "#payments", webhook: { key: "payments-webhook" } },
  mail: { type: "email", to: ["ops@example.com"] },
  pager: { type: "pagerduty" },
  heartbeat: { type: "webhook", url: { key: "heartbeat-url" } },
};
const raw = {
  channels,
  smtp: { host: "smtp.example.com:587", from: "alerts@example.com", username: "alerts" },
  routes: [
    { team: "payments", severity: "critical", to: ["pager", "payments"] },
    { team: "payments", to: ["payments"] },
    { severity: "critical", to: ["pager", "ops"] },
    { severity: "warning", to: ["ops", "mail"] },
  ],
  otherwise: ["ops"],
  deadMansSwitch: "heartbeat",
};
const settings = schema.parse(raw);
const config = alertmanagerConfig(settings);

function written(of: object): { directory: string; file: string } {
  const directory = mkdtempSync(join(tmpdir(), "alertmanager-"));
  writeFileSync(join(directory, "alertmanager.yaml"), stringify(of));
  return { directory, file: "alertmanager.yaml" };
}

describe("routing of alerts, by amtool", function () {
  before(function () {
    needs(this, "amtool");
  });

  for (const [title, of] of [
    ["with everything", config],
    ["with nothing said", alertmanagerConfig(schema.parse({}))],
  ] as const) {
    it(`TB-83, TB-84, TB-85: Alertmanager reads the configuration ${title}`, () => {
      const { directory, file } = written(of);
      const { ok, output } = run("amtool", ["check-config", file], directory);
      expect(output).to.contain("SUCCESS");
      expect(ok).to.equal(true);
    });
  }

  const routed: [string, string[], string][] = [
    ["a critical alert of a team with a route", ["team=payments", "severity=critical"], "pager+payments"],
    ["another alert of that team", ["team=payments", "severity=warning"], "payments"],
    ["a critical alert of another team", ["team=platform", "severity=critical"], "pager+ops"],
    ["a warning of another team", ["team=platform", "severity=warning"], "ops+mail"],
    ["what no route takes", ["team=platform", "severity=info"], "ops"],
    ["the dead man's switch", ["alertname=DeadMansSwitch", "severity=none"], "heartbeat"],
    ["what only keeps others quiet", ["alertname=InfoInhibitor", "severity=none"], "nobody"],
  ];
  for (const [what, labels, receiver] of routed) {
    it(`TB-83, TB-84, TB-85: ${what} goes to ${receiver}`, () => {
      const { directory, file } = written(config);
      const args = ["config", "routes", "test", `--config.file=${file}`, `--verify.receivers=${receiver}`, ...labels];
      const { ok, output } = run("amtool", args, directory);
      expect(output.trim().split("\n")[0]).to.equal(receiver);
      expect(ok).to.equal(true);
    });
  }
});

describe("routing of alerts", () => {
  it("SS-60, TB-66: what is secret is a file of a Secret, mounted where the configuration looks", () => {
    expect(routingSecrets(settings)).to.deep.equal(["alertmanager-receivers"]);
    const text = JSON.stringify(config);
    for (const key of [
      "slack-webhook",
      "payments-webhook",
      "smtp-password",
      "pagerduty-routing-key",
      "heartbeat-url",
    ]) {
      expect(text).to.contain(`_file":"/etc/alertmanager/secrets/alertmanager-receivers/${key}"`);
    }
    expect(text).not.to.match(/"(api_url|routing_key|smtp_auth_password|url)":/);
  });

  it("mounts no Secret that nothing refers to: Alertmanager does not start without one that it mounts", () => {
    expect(routingSecrets(schema.parse({}))).to.deep.equal([]);
  });

  it("groups by what goes wrong where, waits 30 s, repeats after 4 h; the dead man's switch each minute", () => {
    const { route } = config;
    expect(route).to.deep.include({
      group_by: ["alertname", "namespace", "service", "severity"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4h",
    });
    expect(route.routes[0]).to.include({ receiver: "heartbeat", repeat_interval: "1m" });
  });

  it("inhibits the same alert of less urgency, and what a known trouble brings along", () => {
    const pairs = config.inhibit_rules.map(({ source_matchers: [from], target_matchers: [to] }) => `${from} > ${to}`);
    expect(pairs).to.include(`severity="critical" > severity=~"warning|info"`);
    expect(pairs).to.include(`alertname="VolumeAlmostFull" > alertname="VolumeFilling"`);
    expect(pairs).to.have.length(6);
  });

  it("an alert gets the team of its namespace, else the stack's; one that names its team keeps it", () => {
    const steps = teamRelabelings({ shop: "web", cart: "web", pay: "payments" }, "platform");
    const relabelled = (labels: Record<string, string>) =>
      steps.reduce((now, { source_labels, regex, target_label, replacement }) => {
        const found = new RegExp(`^(?:${regex})$`).exec(source_labels.map((one) => now[one] ?? "").join(";"));
        return found ? { ...now, [target_label]: replacement.replace("$1", found[1] ?? "") } : now;
      }, labels);
    expect(relabelled({ namespace: "cart" })).to.include({ team: "web" });
    expect(relabelled({ namespace: "keda", exported_namespace: "pay" })).to.include({ team: "payments" });
    expect(relabelled({ node: "a" })).to.include({ team: "platform" });
    expect(relabelled({ team: "payments", namespace: "cart" })).to.include({ team: "payments" });
  });

  const bad: [unknown, string][] = [
    [{ ...raw, otherwise: ["nobody-there"] }, "otherwise[0]"],
    [{ ...raw, deadMansSwitch: "beat" }, "deadMansSwitch"],
    [{ ...raw, smtp: undefined }, "smtp"],
    [{ ...raw, routes: [{ to: ["ops"] }, { severity: "critical", to: ["pager"] }] }, "routes[1]"],
    [{ ...raw, channels: { ...channels, ops: { type: "slack", channel: "ops" } } }, "channels.ops.channel"],
  ];
  for (const [given, path] of bad) {
    it(`refuses what is wrong at ${path}`, () => {
      const parsed = schema.safeParse(given);
      expect(parsed.success ? [] : problemsOf(parsed.error, given, schema).map((one) => one.path)).to.deep.equal([
        path,
      ]);
    });
  }
});
