import type { ObservabilitySettings } from "../settings";
import { jaegerUrl, lokiUrl, tempoUrl } from "../addresses";

/** Data sources of logs and traces: type and uid, which panels and links name. */
export const signalSources = {
  loki: { type: "loki", uid: "loki" },
  tempo: { type: "tempo", uid: "tempo" },
  jaeger: { type: "jaeger", uid: "jaeger" },
} as const;

type Signals = Pick<ObservabilitySettings, "logs" | "traces">;

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
export function traceSource({ traces }: Signals) {
  if (!traces) return undefined;
  return traces.tempo ? signalSources.tempo : signalSources.jaeger;
}

/** From a dot in a graph to its trace: value `grafana.sidecar.datasources.exemplarTraceIdDestinations` of the chart. */
export function exemplarDestination(settings: Signals) {
  const source = traceSource(settings);
  return source ? { datasourceUid: source.uid, traceIdLabelName: traceId, urlDisplayLabel: "Trace" } : {};
}

/**
 * Loki and the store of traces as data sources of Grafana, each with its ways to the others. In provisioned files `$$` is
 * a dollar sign. https://grafana.com/docs/grafana/latest/datasources/tempo/configure-tempo-data-source/ and
 * https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/
 */
export function correlatedSources(settings: Signals, metricsUid: string) {
  return [...logSource(settings), ...traceSources(settings, metricsUid)];
}

const provisioned = { access: "proxy", editable: false } as const;

function logSource(settings: Signals) {
  const { loki, namespace } = settings.logs;
  if (!loki) return [];
  const traces = traceSource(settings);
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

function traceSources({ logs, traces }: Signals, metricsUid: string) {
  if (!traces) return [];
  const { namespace } = traces;
  const jsonData = {
    ...(logs.loki ? { tracesToLogsV2: traceToLogs } : {}),
    tracesToMetrics: { datasourceUid: metricsUid, ...around("10m"), tags: alike, queries: metricQueries },
    nodeGraph: { enabled: true },
  };
  return [
    traces.tempo
      ? { name: "Tempo", ...signalSources.tempo, ...provisioned, url: tempoUrl(namespace), jsonData }
      : { name: "Jaeger", ...signalSources.jaeger, ...provisioned, url: jaegerUrl(namespace), jsonData },
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
