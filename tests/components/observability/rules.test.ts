import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { deadMansSwitch } from "../../../components/platform-addons/catalog/kube-prometheus-stack/routing";
import { alertsOf, type RuleGroup } from "../../../components/platform-addons/monitoring/rule";
import { platformRules } from "../../../components/observability/alerts/rules";
import { teamRelabelings } from "../../../components/platform-addons/catalog/kube-prometheus-stack/teams";
import { annotatedPodsJob } from "../../../components/platform-addons/catalog/kube-prometheus-stack/scrape-annotated-pods";
import { serviceRules } from "../../../components/observability/slo/service";
import { needs, run } from "../../support/prometheus-tools/tools";
import { aService, ruleFactsOf } from "./builders";
import { capacityCases } from "./cases/capacity";
import { loggingCases, secretCases } from "./cases/logging";
import { nodeCases } from "./cases/nodes";
import { backupCases, costCases, gatewayCases, monitoringCases } from "./cases/others";
import { controlPlaneCases, securityCases } from "./cases/platform";
import { platformObjectiveCases, requestCases, serviceObjectiveCases, windows } from "./cases/slo";
import { workloadCases } from "./cases/workloads";
import { type CasesByAlert, ruleTest } from "./support/promtool";

const facts = ruleFactsOf();
const platform = platformRules(facts);
const service = serviceRules(facts, aService());
const everything = [...platform, ...service];
const group = (name: string) => everything.filter((one) => one.name === name || one.name.endsWith(".recording"));

/** What each group says, with the requirements that it answers. */
const suites: { title: string; groups: RuleGroup[]; cases: CasesByAlert; interval?: string }[] = [
  { title: "VC-67, VC-76, VC-78, SS-70: nodes", groups: group("nodes"), cases: nodeCases },
  { title: "VC-68, VC-77, VC-78, SS-69, SS-70, SS-72: workloads", groups: group("workloads"), cases: workloadCases },
  { title: "VC-100, SS-70: capacity", groups: group("capacity"), cases: capacityCases },
  { title: "VC-98, SS-68, SS-69: control plane", groups: group("control-plane"), cases: controlPlaneCases },
  {
    title: "SS-71, SS-73: certificates and security events",
    groups: group("security"),
    cases: { ...securityCases, ...secretCases },
  },
  {
    title: "SS-66, TB-72, TB-77: what collects and keeps logs and traces",
    groups: group("logging"),
    cases: loggingCases,
  },
  { title: "backups", groups: group("backups"), cases: backupCases },
  { title: "VC-79: gateways", groups: group("gateways"), cases: gatewayCases },
  {
    title: "SS-65, SS-76, SS-77: the monitoring itself and its copies",
    groups: group("monitoring"),
    cases: monitoringCases,
  },
  { title: "VC-102: cost", groups: group("cost"), cases: costCases },
  ...objective("VC-97: objectives of the platform", group("slo.cluster-availability"), platformObjectiveCases),
  { title: "VC-69, VC-79: requests of a service", groups: service.slice(0, 1), cases: requestCases },
  ...objective("VC-101, VC-N5: objectives of a service", service.slice(1), serviceObjectiveCases),
];

/** The alerts of each pair of windows by themselves, with samples as often as those windows need them. */
function objective(title: string, groups: RuleGroup[], cases: CasesByAlert) {
  return Object.entries(windows).map(([window, interval]) => ({
    title: `${title}, windows of ${window}`,
    groups,
    cases: Object.fromEntries(Object.entries(cases).filter(([name]) => name.includes(`{window="${window}"}`))),
    interval,
  }));
}

describe("rules, by promtool", function () {
  this.timeout(300_000);
  before(function () {
    needs(this, "promtool");
  });

  it("SS-62: every rule is one that Prometheus reads", () => {
    const directory = mkdtempSync(join(tmpdir(), "rules-"));
    writeFileSync(join(directory, "rules.yaml"), stringify({ groups: everything }));
    const checked = run("promtool", ["check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"], directory);
    expect(checked.output).to.contain("SUCCESS");
    expect(checked.ok).to.equal(true);
  });

  it("KP-48, KP-49: Prometheus reads the scrape job and the relabelings of alerts that the chart hands on as they are", () => {
    const directory = mkdtempSync(join(tmpdir(), "prometheus-"));
    const given = {
      global: { scrape_interval: "15s", evaluation_interval: "15s" },
      scrape_configs: [annotatedPodsJob],
      alerting: { alert_relabel_configs: teamRelabelings({ shop: "web" }, "platform") },
    };
    writeFileSync(join(directory, "prometheus.yaml"), stringify(given));
    const { ok, output } = run("promtool", ["check", "config", "prometheus.yaml"], directory);
    expect(output).to.contain("SUCCESS");
    expect(ok).to.equal(true);
  });

  for (const { title, groups, cases, interval } of suites) {
    it(`${title}: each alert fires when it should, and only then`, () => {
      expect(ruleTest(groups, cases, interval)).to.equal("");
    });
  }
});

describe("alerts", () => {
  const alerts = alertsOf(everything);

  it("each has cases: no alert that was not seen to fire and to be silent", () => {
    const tried = suites.flatMap(({ cases }) => Object.keys(cases).map((name) => name.split("{")[0]));
    expect([...new Set(tried)].sort()).to.deep.equal([...new Set(alerts.map(({ alert }) => alert))].sort());
    for (const [name, { fires, silent }] of suites.flatMap(({ cases }) => Object.entries(cases))) {
      expect(fires.length, name).to.be.at.least(2);
      expect(silent.length, name).to.be.at.least(name === deadMansSwitch ? 0 : 2);
    }
  });

  it("SS-65: each says how long, how urgent, what, and what to do", () => {
    for (const { alert, labels, annotations, for: lasting } of alerts) {
      expect(lasting, alert).to.match(/^\d+[mh]$/);
      expect(labels.severity, alert).to.be.oneOf(["critical", "warning", "info", "none"]);
      expect(annotations.summary, alert).not.to.match(/\.$/);
      expect(annotations.description, alert).to.match(/\.$/);
    }
  });

  it("each has its section in a runbook, and each section has commands to run", () => {
    for (const { alert, annotations } of alerts) {
      const [, page = "", anchor] = /^docs\/runbooks\/([a-z-]+)\.md#(\w+)$/.exec(annotations.runbook_url) ?? [];
      expect(anchor, alert).to.equal(alert.toLowerCase());
      const file = join(__dirname, "..", "..", "..", "docs", "runbooks", `${page}.md`);
      expect(existsSync(file), file).to.equal(true);
      const section = readFileSync(file, "utf8")
        .split(/^## /m)
        .find((part) => part.startsWith(`${alert}\n`));
      expect(section, `${page}.md, ## ${alert}`).to.match(/```(bash|promql)\n[^`]+```/);
    }
  });

  it("no rule asks for what nothing exports: an add-on that is not there has no alerts", () => {
    const without = platformRules({ ...facts, on: () => false });
    const text = JSON.stringify(without);
    for (const metric of [
      "certmanager_",
      "karpenter_",
      "keda_",
      "velero_",
      "cnpg_",
      "falcosecurity_",
      "envoy_",
      "opencost",
      "fluentbit_",
      "loki_",
      "vault_",
      "total_node_publish",
      "otelcol_",
    ]) {
      expect(text, metric).not.to.contain(metric);
    }
    expect(without.map(({ name }) => name)).not.to.include.members(["gateways", "backups", "cost"]);
  });
});
