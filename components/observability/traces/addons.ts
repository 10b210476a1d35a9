import type { SelectedAddon } from "../../platform-addons/resolve";
import {
  agentName,
  type CollectorSettings,
  otelAgent,
  otelGateway,
} from "../../platform-addons/catalog/opentelemetry-collector/collector";
import { otlpPort } from "../../platform-addons/catalog/opentelemetry-collector/config";
import { jaeger, type JaegerAddonSettings } from "../../platform-addons/catalog/jaeger/jaeger";
import type { TracesSettings } from "./settings";
import { tempo, type TempoAddonSettings } from "../../platform-addons/catalog/tempo/tempo";

/** Add-ons of a stack's traces: the store that it names, the gateway, and an agent on each node. */
export function traceAddons(traces: TracesSettings | undefined): SelectedAddon[] {
  if (!traces) return [];
  const { namespace, replicas, memory, sampling, collectorValues: values } = traces;
  const store = storeOf(traces);
  const collector: CollectorSettings = { namespace, replicas, memory, sampling, values, store: store.addon.name };
  return [store, { addon: otelGateway, settings: collector }, { addon: otelAgent, settings: collector }];
}

/**
 * The same add-ons with a mesh that sends its proxies' spans to the agents (MP-45, MP-60), unless its settings say
 * where: all of them, because the gateway decides which traces are kept.
 */
export function withMeshTraces(selected: SelectedAddon[], traces: TracesSettings | undefined): SelectedAddon[] {
  if (!traces) return selected;
  const endpoint = `${agentName}.${traces.namespace}.svc.cluster.local:${otlpPort}`;
  const tracing = { endpoint, samplingPercent: 100 };
  return selected.map((one) =>
    one.addon.name === "istiod" ? { ...one, settings: { tracing, ...defined(one.settings) } } : one,
  );
}

/** Without keys that are undefined, which would hide a default. */
function defined<T extends object>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;
}

function storeOf({ namespace, tempo: ofTempo, jaeger: ofJaeger }: TracesSettings): SelectedAddon {
  if (ofTempo) {
    const settings: TempoAddonSettings = { ...ofTempo, namespace, replicas: 1 };
    return { addon: tempo, settings };
  }
  if (!ofJaeger) throw new Error("observability.traces: neither tempo nor jaeger.");
  const settings: JaegerAddonSettings = { ...ofJaeger, namespace };
  return { addon: jaeger, settings };
}
