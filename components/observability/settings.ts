import { z } from "zod";
import { namespaceName } from "../platform-addons/common-settings";
import { quantity } from "../shared/quantity";
import type { CommonAddonSettings } from "../platform-addons/addon";

/** What a tier decides about observability when a stack does not. */
export interface ObservabilityDefaults {
  prometheusReplicas: number;
  alertmanagerReplicas: number;
}

const storageClass = z
  .string()
  .default("gp3")
  .describe("Storage class of the volumes, one of `storageClasses`. It can't be changed while the volumes exist.");

const volume = (size: string, what: string) =>
  quantity()
    .default(size)
    .describe(
      `Size of ${what}. It can grow while the class allows it, never shrink; billed by the gigabyte and month.`,
    );

/** What a stack may say about metrics, alerts and dashboards. Without the key nothing of it is installed. */
export function observabilitySettings(defaults: ObservabilityDefaults) {
  return z.strictObject({
    namespace: namespaceName
      .default("monitoring")
      .describe("Namespace of Prometheus, Alertmanager, Grafana and kube-state-metrics."),
    hostNamespace: namespaceName
      .default("monitoring-host")
      .describe(
        "Namespace of the node exporter, which reads the hosts' files and network and so needs the Pod Security level privileged. " +
          "The same as `namespace` lowers the level of everything there.",
      ),
    prometheus: z
      .strictObject({
        replicas: z
          .int()
          .min(1)
          .max(4)
          .default(defaults.prometheusReplicas)
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
      .describe("Scrapes, stores and evaluates metrics."),
    alertmanager: z
      .strictObject({
        replicas: z
          .int()
          .min(1)
          .max(5)
          .default(defaults.alertmanagerReplicas)
          .describe("Copies that share what was sent; three survive the loss of a node without a duplicate."),
        storage: volume("2Gi", "each copy's volume, for silences and what was sent"),
        storageClass,
      })
      .prefault({})
      .describe("Groups alerts and sends them."),
    grafana: z
      .strictObject({
        storage: volume("20Gi", "its volume"),
        storageClass,
      })
      .prefault({})
      .describe("Dashboards. One copy: its database is a file on its volume."),
    values: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Values of the chart kube-prometheus-stack for which there is no setting, merged over the platform's."),
  });
}

export type ObservabilitySettings = z.output<ReturnType<typeof observabilitySettings>>;

/** The same with what every add-on has, which is how the chart's values are made. */
export type StackSettings = ObservabilitySettings & CommonAddonSettings;
