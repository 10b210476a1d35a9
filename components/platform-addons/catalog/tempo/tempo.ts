import { panels } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { stringify } from "yaml";
import { bucketFullName } from "../../../buckets/bucket-plan";
import { type Addon, type AddonInput, type CommonAddonSettings, waves } from "../../addon";
import { alike } from "../../pods";
import { dnsSuffix } from "../../../shared/context";
import { annotation } from "../../../shared/vocabulary";
import { noncurrentDays, objectStorePolicy } from "../../object-store";
import { ownerLabels } from "../../owner-labels";
import { peerPolicy } from "../../peer-policy";
import { otlpPort } from "../opentelemetry-collector/config";
import { stackName } from "../kube-prometheus-stack/address";
import { tempoName, tempoPort } from "./address";
import type { TempoSettings } from "./settings";

export type TempoAddonSettings = TempoSettings & CommonAddonSettings;

const selector = { "app.kubernetes.io/name": tempoName, "app.kubernetes.io/instance": tempoName };

/**
 * Tempo, with its traces on S3: one program, one copy. Its compactor deletes what is older than the retention.
 *
 * Values: grafana-community/helm-charts, tag tempo-2.2.4, charts/tempo/values.yaml. Not tempo-distributed, whose version 3
 * needs a Kafka. The configuration is ours as a whole: the chart's opens four receivers of Jaeger beside OTLP, and a
 * key of a map can't be taken away again.
 */
export const tempo: Addon<TempoAddonSettings> = {
  name: tempoName,
  summary: "Tempo, which keeps traces on S3",
  configPath: "observability.traces.tempo",
  wave: waves.observability,
  chart: chartPin(tempoName),
  labelsAt: ["global.commonLabels"],
  page: { panels },
  stores: "traces",
  needs: [],
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`StatefulSet/${tempoName}`, 1, "tempo.resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  buckets: ({ settings: { kmsKeyArn } }) => ({ [tempoName]: { noncurrentDays, kmsKeyArn } }),
  identities: ({ facts, settings: { kmsKeyArn } }) => [
    // https://grafana.com/docs/tempo/latest/configuration/hosted-storage/s3/#permissions, of v2.10.8.
    { serviceAccount: tempoName, policy: objectStorePolicy(facts.platform, tempoName, { kmsKeyArn, tags: true }) },
  ],
  values: (input) => {
    const { facts, settings, placement, on } = input;
    return {
      replicas: 1,
      annotations: {
        [annotation.reason]:
          "one program that keeps everything on S3; while it is away the gateway waits with its traces",
      },
      config: stringify(tempoConfig(input), { lineWidth: 0 }),
      tempo: {
        resources: { requests: { cpu: settings.cpu, memory: settings.memory }, limits: { memory: settings.memory } },
        // More patient than the readiness probe, which asks the same.
        livenessProbe: { initialDelaySeconds: 60, failureThreshold: 6 },
        // Memory that is held for nothing, of a time before Go had a limit.
        memBallastSizeMbs: 0,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      serviceAccount: {
        create: true,
        name: tempoName,
        annotations: input.serviceAccountAnnotations(tempoName),
        // It asks nothing of the API server.
        automountServiceAccountToken: false,
      },
      persistence: { enabled: true, size: settings.storage, storageClassName: settings.storageClass },
      serviceMonitor: { enabled: on("prometheus-operator-crds") },
      podLabels: ownerLabels(facts.platform),
      ...placement,
      priorityClassName: "system-cluster-critical",
    };
  },
  objects: ({ namespace, namespaceOf }) => [
    peerPolicy({
      namespace,
      name: tempoName,
      selector,
      ingressFrom: [
        { namespaces: [namespace], ports: [otlpPort] },
        { namespaces: [namespaceOf(stackName) ?? "monitoring"], ports: [tempoPort] },
      ],
    }),
  ],
};

/** https://grafana.com/docs/tempo/latest/configuration/, of v2.10.8. */
export function tempoConfig({ facts, settings }: Pick<AddonInput<TempoAddonSettings>, "facts" | "settings">) {
  const { region, partition } = facts.platform;
  return {
    server: { http_listen_port: tempoPort },
    usage_report: { reporting_enabled: false },
    distributor: { receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${otlpPort}` } } } } },
    compactor: { compaction: { block_retention: `${settings.retentionDays * 24}h` } },
    storage: {
      trace: {
        backend: "s3",
        s3: {
          bucket: bucketFullName(facts.platform, tempoName),
          endpoint: `s3.${region}.${dnsSuffix(partition)}`,
          region,
        },
        wal: { path: "/var/tempo/wal" },
      },
    },
  };
}
