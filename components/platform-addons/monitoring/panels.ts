import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import {
  MetricEditorMode,
  MetricQueryType,
  MetricsQueryBuilder,
  QueryMode,
} from "@grafana/grafana-foundation-sdk/cloudwatch";
import { DashboardBuilder, type Panel, RowBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as LogsBuilder } from "@grafana/grafana-foundation-sdk/logs";
import { DataqueryBuilder as LokiQuery } from "@grafana/grafana-foundation-sdk/loki";
import { DataqueryBuilder as PromQuery } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { dataSources } from "../catalog/kube-prometheus-stack/data-sources";

/** Units in Grafana's names: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export type Unit =
  "percentunit" | "percent" | "bytes" | "s" | "ms" | "reqps" | "short" | "currencyUSD" | "Bps" | "cores";

/** What a panel asks: PromQL by the legend of its series; `{{label}}` in a legend is the label's value. */
export type Queries = Record<string, string>;

/** A dashboard before it is written: rows of panels, four numbers or two graphs beside each other. */
export interface DashboardSpec {
  /** Part of the ConfigMap's name and the dashboard's address; never changes. */
  uid: string;
  title: string;
  folder: "Platform" | "Services" | "Add-ons";
  tags: string[];
  rows: DashboardRow[];
}

/** Panels below one title. */
export interface DashboardRow {
  title: string;
  panels: Builder<Panel>[];
}

const refId = (index: number) => String.fromCharCode("A".charCodeAt(0) + index);

function promQueries(queries: Queries): Builder<Dataquery>[] {
  return Object.entries(queries).map(([legend, expr], index) =>
    new PromQuery().expr(expr).legendFormat(legend).refId(refId(index)),
  );
}

/** A graph over time, half as wide as the page. */
export function graph(title: string, unit: Unit, queries: Queries): TimeseriesBuilder {
  const panel = new TimeseriesBuilder().title(title).unit(unit).span(12).height(8).datasource(dataSources.prometheus);
  return promQueries(queries).reduce((built, query) => built.withTarget(query), panel);
}

/** A graph of a histogram's series with a dot for each request whose trace was kept; a click leads there. */
export function graphWithTraces(title: string, unit: Unit, legend: string, expr: string): TimeseriesBuilder {
  const panel = new TimeseriesBuilder().title(title).unit(unit).span(12).height(8).datasource(dataSources.prometheus);
  return panel.withTarget(new PromQuery().expr(expr).legendFormat(legend).exemplar(true).refId("A"));
}

/** Lines of Loki, the newest first, as wide as the page. */
export function lines(title: string, logQl: string): LogsBuilder {
  const panel = new LogsBuilder().title(title).span(24).height(10).datasource(dataSources.loki);
  return panel
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .withTarget(new LokiQuery().expr(logQl).refId("A"));
}

/** A graph of how many lines Loki has. */
export function lineGraph(title: string, legend: string, logQl: string): TimeseriesBuilder {
  const panel = new TimeseriesBuilder().title(title).unit("short").span(12).height(8).datasource(dataSources.loki);
  return panel.withTarget(new LokiQuery().expr(logQl).legendFormat(legend).refId("A"));
}

/** One number, a quarter as wide as the page: the newest value. */
export function number(title: string, unit: Unit, expr: string): StatBuilder {
  const panel = new StatBuilder().title(title).unit(unit).span(6).height(4).datasource(dataSources.prometheus);
  return panel.withTarget(new PromQuery().expr(expr).instant().refId("A"));
}

/** A graph of a metric of CloudWatch, in the stack's region, one line for each value of the dimension. */
export function cloudWatchGraph(
  title: string,
  unit: Unit,
  metric: { namespace: string; name: string; dimension: string; statistic: "Average" | "Sum" | "Maximum" },
): TimeseriesBuilder {
  const query = new MetricsQueryBuilder()
    .queryMode(QueryMode.Metrics)
    .metricQueryType(MetricQueryType.Search)
    .metricEditorMode(MetricEditorMode.Builder)
    .region("default")
    .namespace(metric.namespace)
    .metricName(metric.name)
    .dimensions({ [metric.dimension]: "*" })
    .matchExact(false)
    .statistic(metric.statistic)
    .refId("A");
  return new TimeseriesBuilder()
    .title(title)
    .unit(unit)
    .span(12)
    .height(8)
    .datasource(dataSources.cloudWatch)
    .withTarget(query);
}

/** The JSON that Grafana reads. */
export function dashboardJson({ uid, title, tags, rows }: DashboardSpec): string {
  const start = new DashboardBuilder(title)
    .uid(uid)
    .tags(["platform", ...tags])
    .timezone("browser")
    .refresh("1m")
    .time({ from: "now-6h", to: "now" })
    .readonly();
  const built = rows.reduce(
    (all, row) => row.panels.reduce((board, panel) => board.withPanel(panel), all.withRow(new RowBuilder(row.title))),
    start,
  );
  return JSON.stringify(built.build());
}
