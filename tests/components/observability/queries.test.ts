import { expect } from "chai";
import { alertsOf } from "../../../components/platform-addons/monitoring/rule";
import { dataSources } from "../../../components/platform-addons/catalog/kube-prometheus-stack/data-sources";
import { labelsInLoki } from "../../../components/platform-addons/catalog/alloy/config";
import { resolvedStack } from "./builders";
import { everything, known, panelsOf, queriesOf, rulesOf, titled } from "./support/built";
import { exporters } from "./support/exporters";
import { logQlErrors, parsePromQl } from "./support/promql";

describe("queries of dashboards and rules", () => {
  it("each is PromQL", () => {
    const bad = queriesOf().filter(({ expr }) => !parsePromQl(expr).valid);
    expect(bad).to.deep.equal([]);
    expect(queriesOf().length).to.be.greaterThan(60);
    expect(parsePromQl("sum(rate(x[5m])").valid).to.equal(false);
    expect(parsePromQl("").valid).to.equal(false);
  });

  it("TB-78: the page of a service has its logs where Loki is, by the labels that they have there", () => {
    const page = titled("production/api").filter(({ datasource }) => datasource?.type === "loki");
    expect(page.map(({ title }) => title)).to.deep.equal(["Lines", "Lines about errors", "Newest"]);
    for (const { expr = "" } of page.flatMap(({ targets = [] }) => targets)) {
      // Grafana puts a duration in its place.
      expect(logQlErrors(expr.replace("$__auto", "1m")), expr).to.deep.equal([]);
      expect(expr).to.contain(`{namespace="production",service="api"}`);
    }
    expect(labelsInLoki).to.include.members(["namespace", "service", "stream"]);
    const facts = { ...everything, on: (addon: string) => addon !== "loki" };
    expect(panelsOf(facts).filter(({ datasource }) => datasource?.type === "loki")).to.deep.equal([]);
  });

  it("TB-78: the page of a service leads from a slow request to its trace, where there are traces", () => {
    const exemplars = (on: (addon: string) => boolean) =>
      panelsOf({ ...everything, on }).flatMap(({ title, targets = [] }) =>
        targets.some(({ exemplar }) => exemplar) ? [title] : [],
      );
    expect(exemplars((addon) => addon === "tempo")).to.deep.equal(["Duration, p99, and traces"]);
    expect(exemplars(() => false)).to.deep.equal([]);
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
    const values = resolvedStack({ logs: { loki: {} }, traces: { tempo: {} } }).find(
      ({ addon }) => addon.name === "kube-prometheus-stack",
    )?.values as {
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
