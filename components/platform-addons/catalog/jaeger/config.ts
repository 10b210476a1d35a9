import { healthPort, metricsPort, otlpPort } from "../opentelemetry-collector/config";
import type { JaegerSettings, SearchSettings } from "./settings";
import { jaegerPort } from "./address";

/** Where Badger has its files, and where the password of a search cluster is. */
export const dataDirectory = "/badger";
export const loginDirectory = "/etc/jaeger-login";

/** Variable with the user name of a search cluster. */
export const userVariable = "SEARCH_USERNAME";

const store = "main";
const everywhere = (port: number) => ({ endpoint: `0.0.0.0:${port}` });

/**
 * Configuration of Jaeger 2, which is an OpenTelemetry Collector with a store: takes OTLP, keeps it, shows it.
 *
 * Names: jaegertracing/jaeger v2.19.0, cmd/jaeger/config-{badger,elasticsearch,opensearch}.yaml and
 * internal/storage/elasticsearch/config/config.go.
 */
export function jaegerConfig(settings: JaegerSettings) {
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["jaeger_storage_exporter"] },
      },
      telemetry: {
        resource: { "service.name": "jaeger" },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: metricsPort } } } }] },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: everywhere(healthPort) },
      jaeger_query: { storage: { traces: store }, http: everywhere(jaegerPort), grpc: everywhere(16685) },
      jaeger_storage: { backends: { [store]: backend(settings) } },
    },
    receivers: { otlp: { protocols: { grpc: everywhere(otlpPort) } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: store } },
  };
}

function backend({ elasticsearch, opensearch, retentionDays }: JaegerSettings) {
  if (elasticsearch) return { elasticsearch: search(elasticsearch) };
  if (opensearch) return { opensearch: search(opensearch) };
  return {
    badger: {
      directories: { keys: `${dataDirectory}/keys`, values: `${dataDirectory}/values` },
      ephemeral: false,
      ttl: { spans: `${retentionDays * 24}h` },
    },
  };
}

function search({ url, indexPrefix, login }: SearchSettings) {
  const daily = { date_layout: "2006-01-02", rollover_frequency: "day" };
  return {
    server_urls: [url],
    indices: {
      index_prefix: indexPrefix,
      spans: daily,
      services: daily,
      dependencies: daily,
      sampling: daily,
    },
    ...(login
      ? {
          auth: {
            basic: {
              username: `\${env:${userVariable}}`,
              // Read anew when the Secret changes.
              password_file: `${loginDirectory}/password`,
              reload_interval: "1m",
            },
          },
        }
      : {}),
  };
}
