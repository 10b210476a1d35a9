import type { AddonInput } from "../../platform-addons/addon";
import { spread } from "../../platform-addons/placement";
import { quantityNumber } from "../../shared/quantity";
import { label } from "../../shared/vocabulary";
import { teamRelabelings } from "../alerts/teams";
import type { StackSettings } from "../settings";
import { volumeClaim } from "../volume-claim";
import { annotatedPodsJob } from "./scrape-annotated-pods";
import type { PrometheusSettings } from "./settings";

/** Values `prometheus`: scrapes monitors of every namespace, whoever made them. */
export function prometheusValues({ facts, settings, placement }: AddonInput<StackSettings>) {
  const { prometheus } = settings;
  return {
    prometheus: {
      podDisruptionBudget: { enabled: prometheus.replicas > 1, minAvailable: prometheus.replicas - 1 || 1 },
      prometheusSpec: {
        replicas: prometheus.replicas,
        retention: `${prometheus.retentionDays}d`,
        retentionSize: retentionSize(prometheus.storage),
        storageSpec: storageOf(prometheus),
        scrapeInterval: prometheus.interval,
        evaluationInterval: prometheus.interval,
        additionalScrapeConfigs: prometheus.annotatedPods ? [annotatedPodsJob] : [],
        additionalAlertRelabelConfigs: teamRelabelings(settings.teams, facts.platform.team),
        // The trace behind a sample, kept in memory: the way from a slow request in a graph to its trace.
        enableFeatures: ["exemplar-storage"],
        resources: {
          requests: { cpu: prometheus.cpu, memory: prometheus.memory },
          limits: { memory: prometheus.memory },
        },
        ...(prometheus.pool === undefined ? placement : onPool(prometheus.pool)),
        // Needed most when there is no room left.
        priorityClassName: "system-cluster-critical",
        podAntiAffinity: "",
        topologySpreadConstraints: spread(
          { "app.kubernetes.io/name": "prometheus" },
          prometheus.replicas,
          "StatefulSet",
        ),
        serviceDiscoveryRole: "EndpointSlice",
        externalLabels: { cluster: facts.platform.clusterName },
        remoteWrite: prometheus.remoteWrite,
        ...everyMonitor,
      },
    },
  };
}

/** A volume, or a directory on the node's local disks (TB-9). */
function storageOf({ localDisk, storage, storageClass }: PrometheusSettings) {
  return localDisk ? { emptyDir: { sizeLimit: storage } } : volumeClaim(storageClass, storage);
}

/** A pool other than the system pool, open or dedicated. */
function onPool(pool: string) {
  return {
    nodeSelector: { [label.pool]: pool },
    tolerations: [{ key: label.pool, operator: "Equal", value: pool, effect: "NoSchedule" }],
  };
}

/** Without these the chart's Prometheus takes only objects that carry the label of its own release. */
const everyMonitor = {
  serviceMonitorSelectorNilUsesHelmValues: false,
  podMonitorSelectorNilUsesHelmValues: false,
  probeSelectorNilUsesHelmValues: false,
  ruleSelectorNilUsesHelmValues: false,
  scrapeConfigSelectorNilUsesHelmValues: false,
};

/**
 * Bound below the volume's size, for a volume that fills up before the days are over: without it Prometheus stops.
 * 85 %, because the head and the write-ahead log come on top. Prometheus counts MB as 2^20 bytes.
 */
export function retentionSize(storage: string): string {
  return `${Math.floor((quantityNumber(storage) * 0.85) / 2 ** 20)}MB`;
}
