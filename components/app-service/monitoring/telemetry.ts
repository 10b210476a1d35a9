import type * as k8s from "@pulumi/kubernetes";

type EnvVar = k8s.types.input.core.v1.EnvVar;

/** Where services send their traces: an OpenTelemetry Collector of the cluster. */
export interface TelemetryRef {
  /** OTLP over gRPC, for example http://otel-collector.tracing.svc:4317. */
  endpoint: string;
  /** Namespace of its pods. */
  namespace: string;
  /** Port of its pods. */
  port: number;
}

/**
 * Environment by which the OpenTelemetry SDKs find the collector and say who they are:
 * https://opentelemetry.io/docs/languages/sdk-configuration/ and
 * https://opentelemetry.io/docs/specs/semconv/resource/k8s/
 */
export function telemetryEnv(service: string, namespace: string, telemetry: TelemetryRef | undefined): EnvVar[] {
  if (!telemetry) return [];
  return [
    { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: telemetry.endpoint },
    { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "grpc" },
    { name: "OTEL_SERVICE_NAME", value: service },
    { name: "OTEL_RESOURCE_ATTRIBUTES", value: `service.namespace=${namespace},k8s.namespace.name=${namespace}` },
  ];
}
