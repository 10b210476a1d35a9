import { durationSeconds } from "../../../shared/duration";
import type { GatewaySettings } from "./settings";

/** Ports of OTLP, over gRPC and HTTP, and of the collector's own metrics: https://opentelemetry.io/docs/specs/otlp/ */
export const otlpPort = 4317;
export const otlpHttpPort = 4318;
export const metricsPort = 8888;

/** Port that the kubelet asks whether a collector is well. */
export const healthPort = 13133;

const own = "${env:MY_POD_IP}";

const otlp = {
  protocols: {
    grpc: { endpoint: `${own}:${otlpPort}` },
    http: { endpoint: `${own}:${otlpHttpPort}` },
  },
};

const common = {
  extensions: { health_check: { endpoint: `${own}:${healthPort}` } },
  // Spans are refused before memory runs out; their senders try again.
  limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
  telemetry: { metrics: { readers: [{ pull: { exporter: { prometheus: { host: own, port: metricsPort } } } }] } },
};

/**
 * Configuration of the collector on each node: says which pod a span is of, and sends all spans of a trace to the same
 * copy of the gateway, found by the addresses behind the headless Service.
 *
 * Names: open-telemetry/opentelemetry-collector-contrib v0.158.0, processor/k8sattributesprocessor and
 * exporter/loadbalancingexporter, README.md; checked by `validate` of a collector of these parts.
 */
export function agentConfig(gatewayHost: string) {
  return {
    extensions: common.extensions,
    receivers: { otlp },
    processors: {
      memory_limiter: common.limiter,
      k8s_attributes: {
        // The pods of its own node are all that it has to know.
        filter: { node_from_env_var: "OTEL_K8S_NODE_NAME" },
        extract: {
          metadata: ["k8s.namespace.name", "k8s.pod.name", "k8s.container.name", "k8s.node.name"],
          labels: [
            { tag_name: "service.name", key: "app.kubernetes.io/name", from: "pod" },
            { tag_name: "team", key: "platform/team", from: "pod" },
          ],
        },
        pod_association: [{ sources: [{ from: "connection" }] }],
      },
    },
    exporters: {
      load_balancing: {
        routing_key: "traceID",
        protocol: { otlp: { tls: { insecure: true }, timeout: "5s" } },
        resolver: { dns: { hostname: gatewayHost, port: String(otlpPort), interval: "10s" } },
      },
    },
    service: {
      extensions: ["health_check"],
      telemetry: common.telemetry,
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "k8s_attributes"],
          exporters: ["load_balancing"],
        },
      },
    },
  };
}

/** Seconds that the gateway waits for the rest of a trace after its first span. */
const decisionWaitSeconds = 15;

/**
 * Configuration of the gateway: keeps every trace with an error, every slow one, and a share of the others (TB-77).
 * Policies are joined by or. processor/tailsamplingprocessor/README.md of v0.158.0.
 */
export function gatewayConfig({ sampling }: Pick<GatewaySettings, "sampling">, storeEndpoint: string) {
  return {
    extensions: common.extensions,
    receivers: { otlp },
    processors: {
      memory_limiter: common.limiter,
      tail_sampling: {
        decision_wait: `${decisionWaitSeconds}s`,
        num_traces: 50_000,
        // Spans that come later have the same fate as their trace.
        decision_cache: { sampled_cache_size: 100_000, non_sampled_cache_size: 100_000 },
        policies: [
          { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
          {
            name: "slow",
            type: "latency",
            latency: { threshold_ms: Math.round(durationSeconds(sampling.slowerThan) * 1000) },
          },
          { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: sampling.percent } },
        ],
      },
      batch: { timeout: "5s", send_batch_size: 512 },
    },
    exporters: {
      otlp_grpc: {
        endpoint: storeEndpoint,
        tls: { insecure: true },
        // While the store is away, for as long as memory lasts.
        sending_queue: { queue_size: 2000 },
        retry_on_failure: { max_elapsed_time: "15m" },
      },
    },
    service: {
      extensions: ["health_check"],
      telemetry: common.telemetry,
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "tail_sampling", "batch"],
          exporters: ["otlp_grpc"],
        },
      },
    },
  };
}
