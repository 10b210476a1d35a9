import type { AddonInput } from "../../platform-addons/addon";
import { spread } from "../../platform-addons/placement";
import { quantityNumber } from "../../shared/quantity";
import type { StackSettings } from "../settings";
import { volumeClaim } from "../volume-claim";

/** Values `prometheus`: scrapes monitors of every namespace, whoever made them. */
export function prometheusValues({ facts, settings: { prometheus }, placement }: AddonInput<StackSettings>) {
  return {
    prometheus: {
      podDisruptionBudget: { enabled: prometheus.replicas > 1, minAvailable: prometheus.replicas - 1 || 1 },
      prometheusSpec: {
        replicas: prometheus.replicas,
        retention: `${prometheus.retentionDays}d`,
        retentionSize: retentionSize(prometheus.storage),
        storageSpec: volumeClaim(prometheus.storageClass, prometheus.storage),
        resources: {
          requests: { cpu: prometheus.cpu, memory: prometheus.memory },
          limits: { memory: prometheus.memory },
        },
        ...placement,
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
