import { z } from "zod";
import { pattern } from "../../../shared/problem";
import { quantity } from "../../../shared/quantity";
import type { CommonAddonSettings } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";

const word = (what: string) =>
  pattern(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    `is not the name of a ${what}`,
    "lower-case letters, digits, hyphens",
  );

/** Name of the provider of tracing in the mesh's configuration. */
export const tracingProvider = "otlp";

/** Settings of istiod beside those of every add-on. */
export interface IstiodSettings extends CommonAddonSettings {
  meshId?: string | undefined;
  network?: string | undefined;
  clusterName?: string | undefined;
  requests: { cpu: string; memory: string };
  memoryLimit: string;
  tracing?: { endpoint: string; samplingPercent: number } | undefined;
}

/** What a stack may say about the mesh. */
export function istiodSettings(defaults: AddonDefaults): z.ZodType<IstiodSettings> {
  return z.strictObject({
    ...commonAddonKeys(defaults, "istio-system"),
    meshId: word("mesh").optional().describe("Id of the mesh in metrics and traces. Left out: the cluster's name."),
    network: word("network")
      .optional()
      .describe("Network of the mesh's pods, for meshes over several clusters. Left out: the cluster's name."),
    clusterName: word("cluster")
      .optional()
      .describe("Name of the cluster inside the mesh. Left out: the cluster's name."),
    requests: z
      .strictObject({
        cpu: quantity().default("200m").describe("CPU that each istiod asks for."),
        memory: quantity()
          .default("512Mi")
          .describe("Memory that each istiod asks for; it grows with pods and services."),
      })
      .prefault({})
      .describe("What each istiod asks for. The figures are for some hundred pods."),
    memoryLimit: quantity().default("1Gi").describe("Memory that each istiod may use."),
    tracing: z
      .strictObject({
        endpoint: pattern(
          /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\.[a-z0-9]([-a-z0-9]*[a-z0-9])?\.svc\.cluster\.local:\d{2,5}$/,
          "is not the address of a Service of the cluster",
          "<service>.<namespace>.svc.cluster.local:4317",
        ).describe("Collector of OpenTelemetry that takes spans by OTLP over gRPC."),
        samplingPercent: z
          .number()
          .min(0)
          .max(100)
          .default(1)
          .describe("Share of requests that are traced, where the caller has not decided; each costs storage."),
      })
      .optional()
      .describe("Sends spans of every proxy to a collector. Left out: no tracing by the mesh."),
  });
}

/** Where the mesh sends spans: `traces.monitoring.svc.cluster.local:4317` taken apart. */
export function traceCollector({ tracing }: Pick<IstiodSettings, "tracing">) {
  if (!tracing) return undefined;
  const [service = "", port = ""] = tracing.endpoint.split(":");
  const [, namespace = ""] = service.split(".");
  return { service, namespace, port: Number(port) };
}
