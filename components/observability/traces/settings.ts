import { z } from "zod";
import { namespaceName } from "../../platform-addons/common-settings";
import { duration } from "../../shared/duration";
import { report } from "../../shared/problem";
import { quantity } from "../../shared/quantity";
import { chartValues, kmsKeyArn } from "../logs/settings";
import { storageClass, volume } from "../volume-settings";
import { jaegerSettings } from "./jaeger-settings";

function tempoSettings() {
  return z
    .strictObject({
      retentionDays: z
        .int()
        .min(1)
        .max(400)
        .default(14)
        .describe("Days that Tempo keeps traces; its compactor deletes what is older."),
      kmsKeyArn: kmsKeyArn("KMS key that encrypts the bucket. Left out: S3's own key."),
      storage: volume("10Gi", "its volume, which holds what is not on S3 yet"),
      storageClass,
      cpu: quantity().default("100m").describe("CPU that it asks for; it may use more."),
      memory: quantity().default("1Gi").describe("Its memory, request and limit; searches over long times need more."),
      values: chartValues("tempo"),
    })
    .optional()
    .describe(
      "Keeps traces in Tempo on S3. One copy: traces of the minutes in which it moves to another node wait in the collector. " +
        "Costs S3 by the gigabyte kept.",
    );
}

/** What a stack may say about traces. Without the key there are none. */
export function tracesSettings(collectorReplicas: number) {
  return z
    .strictObject({
      namespace: namespaceName
        .default("tracing")
        .describe(
          "Namespace of the collectors and of what stores traces; it enforces the Pod Security level restricted.",
        ),
      replicas: z
        .int()
        .min(1)
        .max(20)
        .default(collectorReplicas)
        .describe("Copies of the gateway, which holds each trace until it is whole and decides whether it is kept."),
      memory: quantity()
        .default("512Mi")
        .describe(
          "Memory of each copy of the gateway, request and limit: about 10 KiB for each trace of the last seconds.",
        ),
      sampling: z
        .strictObject({
          percent: z
            .number()
            .min(0)
            .max(100)
            .default(10)
            .describe("Share of all other traces that is kept, in percent. Each costs storage."),
          slowerThan: duration(["ms", "s"], "1s").default("1s").describe("Traces that took longer are always kept."),
        })
        .prefault({})
        .describe(
          "Which traces are kept, decided when a trace is whole. Those with an error and slow ones always are.",
        ),
      tempo: tempoSettings(),
      jaeger: jaegerSettings(),
      collectorValues: chartValues("opentelemetry-collector, of agents and gateway"),
    })
    .superRefine(({ tempo, jaeger }, ctx) => {
      if ((tempo === undefined) !== (jaeger === undefined)) return;
      const why = tempo ? "are kept twice: both tempo and jaeger are named" : "are kept nowhere";
      report(ctx, { path: [], why, set: tempo ? "one of the two" : "tempo: {} or jaeger: {}" });
    })
    .optional()
    .describe(
      "Traces: OpenTelemetry Collectors on every node and a gateway that samples, and Tempo or Jaeger. Services find the " +
        "collector by their environment. Left out: none.",
    );
}

export type TracesSettings = NonNullable<z.output<ReturnType<typeof tracesSettings>>>;
export type TempoSettings = NonNullable<TracesSettings["tempo"]>;
