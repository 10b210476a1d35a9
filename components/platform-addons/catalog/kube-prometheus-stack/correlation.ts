import type { AddonInput } from "../../addon";
import { jaegerName, jaegerUrl } from "../jaeger/address";
import { lokiName, lokiUrl } from "../loki/address";
import { tempoName, tempoUrl } from "../tempo/address";

/** Data sources of logs and traces: type and uid, which panels and links name. */
export const signalSources = {
  loki: { type: "loki", uid: "loki" },
  tempo: { type: "tempo", uid: "tempo" },
  jaeger: { type: "jaeger", uid: "jaeger" },
} as const;

/** Where the stores of logs and traces are. */
type Signals = Pick<AddonInput, "on" | "namespaceOf">;

/**
 * Labels by which one thing is called alike everywhere (TB-78): attributes of spans, and the labels of logs and of
 * recorded series that are the same.
 */
const alike = [
  { key: "service.name", value: "service" },
  { key: "k8s.namespace.name", value: "namespace" },
];

/** Label of a sample's exemplar, and field of a log line, with the trace that it was in. */
const traceId = "trace_id";

/** Where a click on a trace id leads; undefined without traces. */
export function traceSource({ on }: Signals) {
  if (on(tempoName)) return signalSources.tempo;
  return on(jaegerName) ? signalSources.jaeger : undefined;
}

/** From a dot in a graph to its trace: value `grafana.sidecar.datasources.exemplarTraceIdDestinations` of the chart. */
export function exemplarDestination(stores: Signals) {
  const source = traceSource(stores);
  return source ? { datasourceUid: source.uid, traceIdLabelName: traceId, urlDisplayLabel: "Trace" } : {};
}

/**
 * Loki and the store of traces as data sources of Grafana, each with its ways to the others. In provisioned files `$$` is
 * a dollar sign. https://grafana.com/docs/grafana/latest/datasources/tempo/configure-tempo-data-source/ and
 * https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/
 */
export function correlatedSources(stores: Signals, metricsUid: string) {
  return [...logSource(stores), ...traceSources(stores, metricsUid)];
}

const provisioned = { access: "proxy", editable: false } as const;

function logSource(stores: Signals) {
  const namespace = stores.namespaceOf(lokiName);
  if (namespace === undefined) return [];
  const traces = traceSource(stores);
  const derivedFields = traces
    ? [
        {
          name: "Trace",
          // A field of the line, not a pattern in it: Alloy has found it already.
          matcherType: "label",
          matcherRegex: traceId,
          url: "$${__value.raw}",
          datasourceUid: traces.uid,
          urlDisplayLabel: "Trace",
        },
      ]
    : [];
  return [
    { name: "Loki", ...signalSources.loki, ...provisioned, url: lokiUrl(namespace), jsonData: { derivedFields } },
  ];
}

function traceSources({ on, namespaceOf }: Signals, metricsUid: string) {
  const jsonData = {
    ...(on(lokiName) ? { tracesToLogsV2: traceToLogs } : {}),
    tracesToMetrics: { datasourceUid: metricsUid, ...around("10m"), tags: alike, queries: metricQueries },
    nodeGraph: { enabled: true },
  };
  const source = (name: string, kind: { type: string; uid: string }, url: string) => ({
    name,
    ...kind,
    ...provisioned,
    url,
    jsonData,
  });
  const [tempo, jaeger] = [namespaceOf(tempoName), namespaceOf(jaegerName)];
  return [
    ...(tempo === undefined ? [] : [source("Tempo", signalSources.tempo, tempoUrl(tempo))]),
    ...(jaeger === undefined ? [] : [source("Jaeger", signalSources.jaeger, jaegerUrl(jaeger))]),
  ];
}

/** Lines are written a little before or after the span that they are of. */
function around(time: string) {
  return { spanStartTimeShift: `-${time}`, spanEndTimeShift: time };
}

/** LogQL of the lines of a span's trace, with Grafana's variables as a provisioned file spells them. */
export const traceLogsQuery = `{$\${__tags}} | ${traceId}="$\${__span.traceId}"`;

const traceToLogs = {
  datasourceUid: signalSources.loki.uid,
  ...around("1m"),
  tags: alike,
  customQuery: true,
  query: traceLogsQuery,
};

/** The recorded series of a service: its rate, errors and slowness around the span. */
const metricQueries = [
  { name: "Requests", query: "sum(service:requests:rate5m{$$__tags})" },
  { name: "Errors", query: "max(service:request_errors:ratio_rate5m{$$__tags})" },
  { name: "Slowest of a hundred", query: "max(service:request_duration_seconds:p99_5m{$$__tags})" },
];
