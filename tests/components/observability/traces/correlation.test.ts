import { parser } from "@grafana/lezer-logql";
import { expect } from "chai";
import { labelsInLoki } from "../../../../components/platform-addons/catalog/alloy/config";
import { traceLogsQuery } from "../../../../components/platform-addons/catalog/kube-prometheus-stack/correlation";
import { addonIn } from "../logs/builders";

const both = { logs: { loki: {} }, traces: { tempo: {} } };
const grafana = (raw: Record<string, unknown>) => addonIn("kube-prometheus-stack", raw).values["grafana"];
const source = (raw: Record<string, unknown>, uid: string): Record<string, any> =>
  grafana(raw).additionalDataSources.find((one: { uid: string }) => one.uid === uid);

/** As Grafana fills a query: the variables of its link, with one dollar sign where the file has two. */
const filled = (query: string) =>
  query
    .replaceAll("$$", "$")
    .replace("${__tags}", 'service="api", namespace="shop"')
    .replace("$__tags", 'service="api",namespace="shop"')
    .replace("${__span.traceId}", "4bf92f3577b34da6a3ce929d0e0e4736");

const errorsOf = (query: string) => {
  const errors: number[] = [];
  parser.parse(query).iterate({ enter: (node) => (node.type.isError ? void errors.push(node.from) : undefined) });
  return errors;
};

describe("correlation", () => {
  it("TB-78, TB-4: Grafana has Prometheus, Loki, the store of traces and CloudWatch side by side", () => {
    const uids = (raw: Record<string, unknown>) =>
      grafana(raw).additionalDataSources.map(({ uid }: { uid: string }) => uid);
    expect(uids(both)).to.deep.equal(["cloudwatch", "loki", "tempo"]);
    expect(uids({ logs: { loki: {} }, traces: { jaeger: { volume: {} } } })).to.deep.equal([
      "cloudwatch",
      "loki",
      "jaeger",
    ]);
    expect(uids({})).to.deep.equal(["cloudwatch"]);
    expect(source(both, "loki")["url"]).to.equal("http://loki.logging.svc:3100");
    expect(source(both, "tempo")["url"]).to.equal("http://tempo.tracing.svc:3200");
    const jaeger = { traces: { namespace: "monitoring", jaeger: { volume: {} } } };
    expect(source(jaeger, "jaeger")["url"]).to.equal("http://jaeger.monitoring.svc:16686");
  });

  it("TB-78: from a sample's exemplar to its trace, where there are traces", () => {
    const exemplars = (raw: Record<string, unknown>) => grafana(raw).sidecar.datasources.exemplarTraceIdDestinations;
    expect(exemplars(both)).to.deep.equal({
      datasourceUid: "tempo",
      traceIdLabelName: "trace_id",
      urlDisplayLabel: "Trace",
    });
    expect(exemplars({})).to.deep.equal({});
  });

  it("TB-78: from a line to its trace, by the field that Alloy gives it", () => {
    expect(source(both, "loki")["jsonData"].derivedFields).to.deep.equal([
      {
        name: "Trace",
        matcherType: "label",
        matcherRegex: "trace_id",
        url: "$${__value.raw}",
        datasourceUid: "tempo",
        urlDisplayLabel: "Trace",
      },
    ]);
    expect(source({ logs: { loki: {} } }, "loki")["jsonData"].derivedFields).to.deep.equal([]);
  });

  it("TB-78: from a span to the lines of its trace: LogQL that parses, over labels that logs have", () => {
    for (const raw of [both, { logs: { loki: {} }, traces: { jaeger: { volume: {} } } }]) {
      const traces = source(raw, "tempo") ?? source(raw, "jaeger");
      const { datasourceUid, query, tags } = traces["jsonData"].tracesToLogsV2;
      expect([datasourceUid, query]).to.deep.equal(["loki", traceLogsQuery]);
      expect(filled(query)).to.equal('{service="api", namespace="shop"} | trace_id="4bf92f3577b34da6a3ce929d0e0e4736"');
      expect(errorsOf(filled(query))).to.deep.equal([]);
      expect(labelsInLoki).to.include.members(tags.map(({ value }: { value: string }) => value));
    }
    // The parser refuses what is no LogQL.
    expect(errorsOf('{service="api" | trace_id=')).not.to.deep.equal([]);
    expect(source({ traces: { tempo: {} } }, "tempo")["jsonData"]).not.to.have.property("tracesToLogsV2");
  });

  it("TB-78: from a span to the metrics of its service, over the series that rules record", () => {
    const { datasourceUid, queries, tags } = source(both, "tempo")["jsonData"].tracesToMetrics;
    expect(datasourceUid).to.equal("prometheus");
    expect(tags.map(({ value }: { value: string }) => value)).to.deep.equal(["service", "namespace"]);
    expect(queries.map(({ query }: { query: string }) => filled(query))).to.deep.equal([
      'sum(service:requests:rate5m{service="api",namespace="shop"})',
      'max(service:request_errors:ratio_rate5m{service="api",namespace="shop"})',
      'max(service:request_duration_seconds:p99_5m{service="api",namespace="shop"})',
    ]);
  });

  it("TB-74: logs of the control plane are read by the role of Grafana, beside the groups of containers", () => {
    const [identity] = addonIn("kube-prometheus-stack", { logs: { cloudwatch: {} } }).identities;
    const read = identity?.policy.Statement.find(({ Sid }) => Sid === "ReadClusterLogs");
    expect([read?.Resource].flat()[0]).to.match(/log-group:\/aws\/eks\/acme\/\*$/);
  });
});
