import { z } from "zod";
import { duration } from "../../../shared/duration";
import { report } from "../../../shared/problem";
import { quantity } from "../../../shared/quantity";
import { storageClass, volume } from "../../store-settings";
import { refersTo } from "../../../shared/reference";
import { remoteWriteSettings } from "./remote-write";

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
      interval: duration(["s", "m"], "30s")
        .default("30s")
        .describe(
          "How often targets are scraped and rules evaluated, where a monitor says nothing else. 15s doubles what 30s stores.",
        ),
      annotatedPods: z
        .boolean()
        .default(true)
        .describe(
          'Scrapes pods with the annotation prometheus.io/scrape: "true" too, at prometheus.io/port and prometheus.io/path.',
        ),
      storage: volume("200Gi", "each copy's volume"),
      storageClass,
      pool: refersTo("nodePool", z.string())
        .optional()
        .describe("Node pool that it runs on. Left out: the system pool."),
      localDisk: z
        .strictObject({
          reason: z.string().min(10).describe("Why a lost node may take its copy of the metrics along."),
        })
        .optional()
        .describe(
          "Keeps the metrics on the local NVMe disks of `pool` instead of a volume, up to `storage`: faster and at no price of its own, " +
            "and gone with the node. Needs a pool with `localDisks: raid0`, and a second copy or `remoteWrite`.",
        ),
      cpu: quantity().default("500m").describe("CPU that each copy asks for; it may use more."),
      memory: quantity()
        .default("3Gi")
        .describe("Memory of each copy, request and limit: about 3 KiB for each series scraped in the last hours."),
      remoteWrite: remoteWriteSettings,
    })
    .superRefine(({ localDisk, pool, replicas: copies, remoteWrite }, ctx) => {
      if (!localDisk) return;
      if (pool === undefined) {
        const why = "needs a pool with local disks, and none is named";
        report(ctx, { path: ["localDisk"], why, set: "pool, with the name of a pool that has localDisks: raid0" });
      }
      if (copies < 2 && !remoteWrite.length) {
        const why = "would lose all metrics with one node: there is one copy, and nothing else gets them";
        report(ctx, { path: ["localDisk"], why, set: "replicas: 2, or remoteWrite" });
      }
    })
    .prefault({})
    .describe("Scrapes, stores and evaluates metrics.");
}

export type PrometheusSettings = z.output<ReturnType<typeof prometheusSettings>>;
