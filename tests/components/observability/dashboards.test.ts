import { expect } from "chai";
import { alertsOf, type RuleGroup } from "../../../components/observability/alerts/rule";
import { platformRules } from "../../../components/observability/alerts/rules";
import { addonDashboards, withoutPage } from "../../../components/observability/dashboards/addons";
import {
  type DashboardFacts,
  dashboardObjects,
  dashboards,
} from "../../../components/observability/dashboards/dashboards";
import { dataSources } from "../../../components/observability/dashboards/data-sources";
import { dashboardJson } from "../../../components/observability/dashboards/panels";
import { serviceRules } from "../../../components/observability/slo/service";
import { catalog } from "../../../components/platform-addons/registry";
import { aService, resolvedStack, ruleFactsOf } from "./builders";
import { exportedMetrics, exporters } from "./support/exporters";
import { parsePromQl } from "./support/promql";

const api = { name: "api", namespace: "production", observed: aService() };
const worker = { name: "worker", namespace: "production", observed: undefined };
const everything: DashboardFacts = { on: () => true, cloudWatch: true, services: [api, worker] };

interface Panel {
  type: string;
  title: string;
  datasource?: { type: string; uid: string };
  targets?: { expr?: string; namespace?: string; metricName?: string }[];
}
interface Dashboard {
  uid: string;
  title: string;
  editable: boolean;
  panels: Panel[];
}

const built = (facts = everything): Dashboard[] => dashboards(facts).map((spec) => JSON.parse(dashboardJson(spec)));
const panelsOf = (facts = everything) =>
  built(facts).flatMap(({ uid, panels }) => panels.map((one) => ({ uid, ...one })));
const queriesOf = (facts = everything) =>
  panelsOf(facts).flatMap(({ uid, title, targets = [] }) =>
    targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ where: `${uid}: ${title}`, expr }])),
  );
const titled = (title: string) => built().find((one) => one.title === title)?.panels ?? [];

/** The rules of the same stack: what they record, dashboards may ask for. */
function rulesOf(on: (addon: string) => boolean): RuleGroup[] {
  const facts = ruleFactsOf({ on });
  return [...platformRules(facts), ...serviceRules(facts, aService())];
}
function known(on: (addon: string) => boolean): Set<string> {
  const records = rulesOf(on).flatMap(({ rules }) => rules.flatMap((rule) => ("record" in rule ? [rule.record] : [])));
  return new Set([...exportedMetrics(on), ...records]);
}

describe("dashboards", () => {
  it("TB-79, TB-80, TB-81, TB-82: four themes, beside a page for each service and each add-on with metrics", () => {
    expect(built().map(({ title }) => title)).to.deep.equal([
      "EKS Cluster Overview",
      "Application Performance",
      "Cost Optimization",
      "Security Monitoring",
      "production/api",
      "production/worker",
      ...addonDashboards(() => true).map(({ title }) => title),
    ]);
  });

  it("KP-50: the panel Node CPU Usage, a timeseries in place of the retired graph, with its query and legend", () => {
    const panel = titled("EKS Cluster Overview").find(({ title }) => title === "Node CPU Usage");
    expect(panel?.type).to.equal("timeseries");
    expect(panel?.targets).to.have.length(1);
    expect(panel?.targets?.[0]).to.include({
      expr: `100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)`,
      legendFormat: "{{instance}}",
    });
  });

  it("no panel is of a type that left Grafana with AngularJS", () => {
    expect([...new Set(panelsOf().map(({ type }) => type))].sort()).to.deep.equal(["row", "stat", "timeseries"]);
  });

  it("VC-67, VC-68, SS-68: nodes, containers and the control plane are on the overview", () => {
    const titles = titled("EKS Cluster Overview").map(({ title }) => title);
    expect(titles).to.include.members(["Node CPU Usage", "Node Memory Usage", "Node Disk Usage", "Node Network"]);
    expect(titles).to.include.members(["CPU by namespace", "Memory by namespace", "Restarts in an hour"]);
    expect(titles).to.include.members(["API server, p99", "API server, errors", "Pods start within (p95)"]);
  });

  it("TB-70: EKS, RDS, load balancers and queues by CloudWatch, and none of it without the data source", () => {
    const names = (cloudWatch: boolean) =>
      panelsOf({ ...everything, cloudWatch }).flatMap(({ targets = [] }) =>
        targets.flatMap(({ namespace, metricName = "" }) =>
          namespace === undefined ? [] : [`${namespace}/${metricName}`],
        ),
      );
    expect(names(true)).to.deep.equal([
      "AWS/ApplicationELB/RequestCount",
      "AWS/ApplicationELB/HTTPCode_ELB_5XX_Count",
      "AWS/RDS/CPUUtilization",
      "AWS/SQS/ApproximateAgeOfOldestMessage",
    ]);
    expect(names(false)).to.deep.equal([]);
  });

  it("VC-69, VC-101: the page of a service shows its requests, its objectives and its pods, and no other service's", () => {
    const page = titled("production/api");
    expect(page.filter(({ type }) => type === "row").map(({ title }) => title)).to.deep.equal([
      "Objectives",
      "Requests",
      "Pods",
    ]);
    expect(page.map(({ title }) => title)).to.include("latency-p99: budget left of three days at 99 %");
    for (const { expr = "" } of page.flatMap(({ targets = [] }) => targets))
      expect(expr).to.contain('namespace="production"');
  });

  it("MP-58: the page of a service has its rate, its errors, and its latency at P50, P95 and P99", () => {
    const shown = (title: string) =>
      titled("production/api").find((panel) => panel.type !== "row" && panel.title === title)?.targets ?? [];
    expect(shown("Requests").concat(shown("Errors"))).to.have.length(2);
    const own = `{namespace="production",service="api"}`;
    expect(shown("Duration").map(({ expr }) => expr)).to.deep.equal(
      ["p50", "p95", "p99"].map((name) => `service:request_duration_seconds:${name}_5m${own}`),
    );
  });

  it("a service without metrics has a page of its pods alone", () => {
    expect(titled("production/worker").filter(({ type }) => type === "row")).to.have.length(1);
  });
});

describe("queries of dashboards and rules", () => {
  it("each is PromQL", () => {
    const bad = queriesOf().filter(({ expr }) => !parsePromQl(expr).valid);
    expect(bad).to.deep.equal([]);
    expect(queriesOf().length).to.be.greaterThan(60);
    expect(parsePromQl("sum(rate(x[5m])").valid).to.equal(false);
    expect(parsePromQl("").valid).to.equal(false);
  });

  const addons = exporters.flatMap(({ addon }) => addon ?? []);
  const stacks: [string, (addon: string) => boolean][] = [
    ["with every add-on", () => true],
    ["with none", () => false],
    ...addons.map((without): [string, (addon: string) => boolean] => [`without ${without}`, (one) => one !== without]),
  ];
  for (const [title, on] of stacks) {
    it(`each metric is one that an exporter of the stack has or a rule records: ${title}`, () => {
      const names = known(on);
      const asked = [
        ...queriesOf({ ...everything, on }),
        ...rulesOf(on).flatMap(({ rules }) =>
          rules.map((rule) => ({ where: JSON.stringify(rule.labels), expr: rule.expr })),
        ),
      ];
      const unknown = asked.flatMap(({ where, expr }) =>
        parsePromQl(expr)
          .metrics.filter((metric) => !names.has(metric))
          .map((metric) => `${where}: ${metric}`),
      );
      expect(unknown).to.deep.equal([]);
    });
  }

  it("an alert that the security page counts is one that exists", () => {
    const names = alertsOf(rulesOf(() => true)).map(({ alert }) => alert);
    const [, wanted = ""] =
      /alertname=~"([^"]+)"/.exec(JSON.stringify(titled("Security Monitoring")).replace(/\\/g, "")) ?? [];
    for (const pattern of wanted.split("|")) {
      expect(
        names.some((name) => new RegExp(`^${pattern}$`).test(name)),
        pattern,
      ).to.equal(true);
    }
  });

  it("each data source is one that Grafana has", () => {
    const values = resolvedStack().find(({ addon }) => addon.name === "kube-prometheus-stack")?.values as {
      grafana: {
        additionalDataSources: { uid: string; type: string }[];
        sidecar: { datasources: { uid: string; alertmanager: { uid: string } } };
      };
    };
    const { additionalDataSources, sidecar } = values.grafana;
    const has = [
      { type: "prometheus", uid: sidecar.datasources.uid },
      { type: "alertmanager", uid: sidecar.datasources.alertmanager.uid },
      ...additionalDataSources.map(({ type, uid }) => ({ type, uid })),
    ];
    const asked = panelsOf().filter(({ type }) => type !== "row");
    for (const { uid, title, datasource } of asked) expect(has, `${uid}: ${title}`).to.deep.include(datasource);
    expect(Object.values(dataSources)).to.deep.include.members(has);
  });
});

describe("dashboards as objects", () => {
  const objects = dashboardObjects(everything);

  it("each has a name and a uid of its own, within Grafana's 40 characters", () => {
    const uids = built().map(({ uid }) => uid);
    expect(new Set(uids).size).to.equal(uids.length);
    for (const uid of uids) expect(uid).to.match(/^[a-z0-9-]{1,40}$/);
    expect(new Set(objects.map(({ name }) => name)).size).to.equal(objects.length);
  });

  it("two services whose long names differ in the last letter have two pages", () => {
    const long = (end: string) => ({
      ...worker,
      namespace: "a-namespace-with-a-long-name",
      name: `a-service-with-a-name-${end}`,
    });
    const [one, other] = dashboardObjects({ ...everything, services: [long("a"), long("b")] }).filter(
      ({ folder }) => folder === "Services",
    );
    expect(one?.name).not.to.equal(other?.name);
    expect(Object.keys(one?.data ?? {})).not.to.deep.equal(Object.keys(other?.data ?? {}));
  });

  it("none is too large for an object of the cluster, and nobody edits what the program owns", () => {
    for (const { name, data } of objects) expect(JSON.stringify(data).length, name).to.be.below(256 * 1024);
    expect(built().filter(({ editable }) => editable)).to.deep.equal([]);
  });

  it("every add-on has a page or a reason why it has none, and no page is of what does not exist", () => {
    const pages = addonDashboards(() => true).map(({ title }) => title);
    const logs = ["alloy", "alloy-events", "fluent-bit", "fluent-bit-events", "loki"];
    const own = [...logs, "jaeger", "kube-prometheus-stack", "otel-agent", "otel-gateway", "tempo"];
    expect([...pages, ...Object.keys(withoutPage)].sort()).to.deep.equal([...Object.keys(catalog), ...own].sort());
    expect(exporters.flatMap(({ addon }) => addon ?? [])).to.include.members(pages);
  });
});
