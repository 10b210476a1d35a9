import { z } from "zod";
import { quantity } from "../../shared/quantity";
import { storageClass, volume } from "../volume-settings";

/** What a stack may say about Prometheus. */
export function prometheusSettings(replicas: number) {
  return z
    .strictObject({
      replicas: z
        .int()
        .min(1)
        .max(4)
        .default(replicas)
        .describe(
          "Copies that each scrape everything; two survive the loss of a node or zone, and cost twice the volume.",
        ),
      retentionDays: z.int().min(1).max(400).default(15).describe("Days that metrics are kept."),
      storage: volume("200Gi", "each copy's volume"),
      storageClass,
      cpu: quantity().default("500m").describe("CPU that each copy asks for; it may use more."),
      memory: quantity()
        .default("3Gi")
        .describe("Memory of each copy, request and limit: about 3 KiB for each series scraped in the last hours."),
      remoteWrite: z
        .array(z.strictObject({ url: z.url({ protocol: /^https?$/ }).describe("Address that takes samples.") }))
        .default([])
        .describe("Other systems that get every sample too."),
    })
    .prefault({})
    .describe("Scrapes, stores and evaluates metrics.");
}
