import type { AddonInput } from "../../addon";
import { type Placement, spread } from "../../placement";
import { quantityNumber } from "../../../shared/quantity";
import { label } from "../../../shared/vocabulary";
import { teamRelabelings } from "./teams";
import type { StackSettings } from "./settings";
import { volumeClaim } from "./volume-claim";
import { annotatedPodsJob } from "./scrape-annotated-pods";
import { prometheusAccount, remoteWritePolicy, remoteWrites } from "./remote-write";
import type { PrometheusSettings } from "./prometheus-settings";

/** Values `prometheus`: scrapes monitors of every namespace, whoever made them. */
export function prometheusValues(input: AddonInput<StackSettings>) {
  const { facts, settings, placement } = input;
  const { prometheus } = settings;
  return {
    prometheus: {
      serviceAccount: {
        create: true,
        name: prometheusAccount,
        annotations: remoteWritePolicy(prometheus.remoteWrite)
          ? input.serviceAccountAnnotations(prometheusAccount)
          : {},
      },
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
        ...prometheusPlacement(prometheus, placement),
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
        remoteWrite: remoteWrites(prometheus.remoteWrite),
        ...(settings.metricsCopied ? openToCopies : {}),
        ...everyMonitor,
      },
    },
  };
}

/** A volume, or a directory on the node's local disks (TB-9). */
function storageOf({ localDisk, storage, storageClass }: PrometheusSettings) {
  return localDisk ? { emptyDir: { sizeLimit: storage } } : volumeClaim(storageClass, storage);
}

/** Where Prometheus runs, and what reads its volume. */
export function prometheusPlacement({ pool }: PrometheusSettings, systemPool: Placement): Placement {
  return pool === undefined ? systemPool : onPool(pool);
}

/**
 * Label of the SELinux level of all pods that mount the volume. Bottlerocket gives each pod a level of its own, and a
 * second pod's mount would take the files from the first: https://github.com/bottlerocket-os/bottlerocket/discussions/1747
 */
export const sharedVolumeLevel = "s0:c200,c300";

/** Snapshots by the API for administrators, and a volume that the job can mount too. */
const openToCopies = {
  enableAdminAPI: true,
  securityContext: { seLinuxOptions: { level: sharedVolumeLevel } },
};

/** A pool other than the system pool, open or dedicated. */
function onPool(pool: string): Placement {
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
