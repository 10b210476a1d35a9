import { expect } from "chai";
import { addonDashboards } from "../../../components/observability/dashboards/addons";
import { dashboardObjects } from "../../../components/observability/dashboards/dashboards";
import { everyAddon } from "../../../components/platform-addons/registry";
import { built, everything, panelsOf, titled, worker } from "./support/built";
import { exporters } from "./support/exporters";

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
    expect([...new Set(panelsOf().map(({ type }) => type))].sort()).to.deep.equal([
      "logs",
      "row",
      "stat",
      "timeseries",
    ]);
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
      "Logs",
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
    const without = built({ ...everything, on: () => false }).find(({ title }) => title === "production/worker");
    expect(without?.panels.filter(({ type }) => type === "row").map(({ title }) => title)).to.deep.equal(["Pods"]);
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

  it("every add-on has a page of at least two panels or a reason why it has none", () => {
    for (const { name, page } of everyAddon) {
      if ("none" in page) expect(page.none, name).to.match(/^[a-z].{10,}/);
      else expect(page.panels().length, name).to.be.at.least(2);
    }
  });

  it("a page is of metrics that its add-on exports", () => {
    const pages = addonDashboards(() => true).map(({ title }) => title);
    expect(pages).to.have.length(everyAddon.filter(({ page }) => "panels" in page).length);
    expect(exporters.flatMap(({ addon }) => addon ?? [])).to.include.members(pages);
  });
});
