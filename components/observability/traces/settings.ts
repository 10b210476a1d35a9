import { z } from "zod";
import { jaegerSettings } from "../../platform-addons/catalog/jaeger/settings";
import { collectorKeys } from "../../platform-addons/catalog/opentelemetry-collector/settings";
import { tempoSettings } from "../../platform-addons/catalog/tempo/settings";
import { namespaceName } from "../../platform-addons/common-settings";
import { report } from "../../shared/problem";
import { chartValues } from "../../platform-addons/store-settings";

/** What a stack may say about traces. Without the key there are none. */
export function tracesSettings(collectorReplicas: number) {
  return z
    .strictObject({
      namespace: namespaceName
        .default("tracing")
        .describe(
          "Namespace of the collectors and of what stores traces; it enforces the Pod Security level restricted.",
        ),
      ...collectorKeys(collectorReplicas),
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
