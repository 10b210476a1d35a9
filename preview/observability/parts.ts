import type { ObservabilitySettings } from "../../components/observability/settings";
import { at, textAt } from "../view";

/** Pods that a chart makes, as its values describe them. */
export interface Part {
  name: string;
  /** Where the values of its pods are; `[]` where they are the chart's own. */
  path: string[];
  /** One on each node. Left out: as many as `replicas` or `replicaCount` says, else one. */
  everyNode?: true;
  /** Where the requests of its containers are. Left out: at `resources`. */
  containers?: string[][];
  /** Size of the volume of each pod, where it is not beside the rest: a claim of its own. */
  volume?: string[];
  /** How long it keeps what it has. */
  kept?(values: unknown, settings: ObservabilitySettings): string | undefined;
}

const reloader = ["prometheusOperator", "prometheusConfigReloader", "resources"];
const sidecar = ["grafana", "sidecar", "resources"];
const days = (hours: string | undefined) => (hours === undefined ? undefined : `${parseInt(hours, 10) / 24} days`);

/**
 * The pods of each chart of observability. A chart that is not here is shown without figures: put it here, by its values
 * (docs of each in components/observability and components/platform-addons/catalog).
 */
export const partsOfCharts: Record<string, Part[]> = {
  "kube-prometheus-stack": [
    {
      name: "Prometheus",
      path: ["prometheus", "prometheusSpec"],
      containers: [["prometheus", "prometheusSpec", "resources"], reloader],
      kept: (values) => textAt(values, "prometheus", "prometheusSpec", "retention")?.replace(/d$/, " days"),
    },
    {
      name: "Alertmanager",
      path: ["alertmanager", "alertmanagerSpec"],
      containers: [["alertmanager", "alertmanagerSpec", "resources"], reloader],
    },
    // Two sidecars: of dashboards and of data sources.
    { name: "Grafana", path: ["grafana"], containers: [["grafana", "resources"], sidecar, sidecar] },
    { name: "Prometheus Operator", path: ["prometheusOperator"] },
    { name: "kube-state-metrics", path: ["kube-state-metrics"] },
    { name: "node exporter", path: ["prometheus-node-exporter"], everyNode: true },
  ],
  opencost: [{ name: "OpenCost", path: ["opencost", "exporter"] }],
  "fluent-bit": [{ name: "Fluent Bit", path: [], everyNode: true }],
  "fluent-bit-events": [{ name: "Fluent Bit, events", path: [] }],
  loki: [
    {
      name: "Loki",
      path: ["singleBinary"],
      kept: (values) => days(textAt(values, "loki", "limits_config", "retention_period")),
    },
  ],
  alloy: [{ name: "Alloy", path: ["controller"], everyNode: true, containers: [["alloy", "resources"]] }],
  tempo: [
    {
      name: "Tempo",
      path: [],
      containers: [["tempo", "resources"]],
      kept: (_, { traces }) => traces?.tempo && `${traces.tempo.retentionDays} days`,
    },
  ],
  jaeger: [
    {
      name: "Jaeger",
      path: ["jaeger"],
      volume: ["extraObjects", "0", "spec", "resources", "requests", "storage"],
      kept: (_, { traces }) => traces?.jaeger && `${traces.jaeger.retentionDays} days`,
    },
  ],
  "otel-gateway": [{ name: "OpenTelemetry gateway", path: [] }],
  "otel-agent": [{ name: "OpenTelemetry agent", path: [], everyNode: true }],
  "alloy-events": [{ name: "Alloy, events", path: ["controller"], containers: [["alloy", "resources"]] }],
};

/** Size of the volume of each pod of a part: a claim's template, a chart's `persistence`, or where the part says. */
export function volumeSize({ path, volume }: Part, values: unknown): string | undefined {
  if (volume) return textAt(values, ...volume);
  const pods = at(values, ...path);
  const template = ["volumeClaimTemplate", "spec", "resources", "requests", "storage"];
  const claimed = textAt(pods, "storageSpec", ...template) ?? textAt(pods, "storage", ...template);
  if (claimed !== undefined) return claimed;
  return at(pods, "persistence", "enabled") === true ? textAt(pods, "persistence", "size") : undefined;
}
