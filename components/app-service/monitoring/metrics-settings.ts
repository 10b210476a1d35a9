import { z } from "zod";
import { pattern } from "../../shared/problem";

const metricName = pattern(
  /^[a-zA-Z_:][a-zA-Z0-9_:]*$/,
  "is not the name of a Prometheus metric",
  "a name such as http_server_request_duration_seconds",
);

const labelName = pattern(
  /^[a-zA-Z_][a-zA-Z0-9_]*$/,
  "is not the name of a Prometheus label",
  "a name such as http_response_status_code",
);

/**
 * Metrics of a service. The histogram's default name is what OpenTelemetry's stable HTTP conventions give in Prometheus:
 * `http.server.request.duration` in seconds, `http.response.status_code` as a label.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ and
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
 */
export const metricsSettings = z
  .strictObject({
    port: z.int().min(1).max(65535).optional().describe("Port of the metrics. Left out: the service's."),
    path: pattern(/^\/[^\s?#]*$/, "is not a path", "a path such as /metrics")
      .default("/metrics")
      .describe("Path of the metrics."),
    requests: z
      .strictObject({
        histogram: metricName
          .default("http_server_request_duration_seconds")
          .describe(
            "Name, without _bucket, of the histogram of request durations in seconds. The default is OpenTelemetry's.",
          ),
        statusLabel: labelName
          .default("http_response_status_code")
          .describe("Its label that has the status code of the answer."),
      })
      .prefault({})
      .describe("Where rate, errors and duration of requests are read: dashboards, objectives and analyses ask it."),
  })
  .optional()
  .describe("Metrics for Prometheus: a named port, and the way in from the monitoring namespace.");

export type MetricsSettings = z.output<typeof metricsSettings>;
