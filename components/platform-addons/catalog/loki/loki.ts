import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { bucketFullName } from "../../../buckets/bucket-plan";
import { type Addon, type AddonInput, type CommonAddonSettings, waves } from "../../addon";
import { spread } from "../../placement";
import { alike } from "../../pods";
import { noncurrentDays, objectStorePolicy } from "../../object-store";
import { peerPolicy } from "../../peer-policy";
import { stackName } from "../kube-prometheus-stack/address";
import { lokiName, lokiPort } from "./address";
import type { LokiSettings } from "./settings";

/** gRPC, and gossip of its copies: values.yaml, `loki.server` and `loki.extraMemberlistConfig`. */
const grpcPort = 9095;
const gossipPort = 7946;

/** Settings of a stack about Loki, and who writes to it. */
export type LokiAddonSettings = LokiSettings & CommonAddonSettings & { writers: string[] };

const selector = { "app.kubernetes.io/name": lokiName, "app.kubernetes.io/instance": lokiName };

/** A day before any log of a stack; the form of the index does not change after it. */
const schemaFrom = "2026-01-01";

/** Copies that each line is written to: with three, one may be lost or replaced. */
const copiesOfLines = (replicas: number) => (replicas >= 3 ? 3 : 1);

/**
 * Loki, with its logs on S3 (TB-10, TB-16): one program with all roles, in as many copies as asked for. Its compactor
 * deletes what is older than the retention, which is said here and nowhere else.
 *
 * Values: grafana-community/helm-charts, tag loki-18.11.0, charts/loki/values.yaml; templates/validate.yaml.
 *
 * The gateway is left out: an nginx before the one Service, whose task, logins, is that of the network policy here. So
 * are the caches, which ask for 11 GiB, the canary on every node, and the sidecar that reads every Secret for rules.
 */
export const loki: Addon<LokiAddonSettings> = {
  name: lokiName,
  summary: "Loki, which keeps logs on S3",
  configPath: "observability.logs.loki",
  wave: waves.observability,
  chart: chartPin(lokiName),
  labelsAt: ["commonLabels"],
  page: { panels },
  rules,
  stores: "logs",
  needs: [],
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`StatefulSet/${lokiName}`, settings.replicas, "singleBinary.resources")],
  delivery: () => ({
    kind: "chart",
    reason: "its hooks are a test and a job that is off, and it renders the same twice",
  }),
  buckets: ({ settings: { kmsKeyArn } }) => ({ [lokiName]: { noncurrentDays, kmsKeyArn } }),
  identities: ({ facts, settings }) => [
    // https://grafana.com/docs/loki/latest/configure/storage/#aws-deployment-s3-single-store, of v3.7.6.
    { serviceAccount: lokiName, policy: objectStorePolicy(facts.platform, lokiName, settings) },
  ],
  values: (input) => ({
    deploymentMode: "Monolithic",
    singleBinary: workload(input),
    // Roles of the other modes; the chart refuses two modes at once.
    read: { replicas: 0 },
    write: { replicas: 0 },
    backend: { replicas: 0 },
    loki: configuration(input),
    serviceAccount: {
      create: true,
      name: lokiName,
      annotations: input.serviceAccountAnnotations(lokiName),
      // It asks nothing of the API server.
      automountServiceAccountToken: false,
    },
    defaults: {
      automountServiceAccountToken: false,
      // Who writes or asks is sent to copies that are ready; those that start find each other all the same.
      service: { publishNotReadyAddresses: false },
    },
    memberlist: { service: { publishNotReadyAddresses: true } },
    gateway: { enabled: false },
    chunksCache: { enabled: false },
    resultsCache: { enabled: false },
    lokiCanary: { enabled: false },
    test: { enabled: false },
    ruler: { enabled: false },
    sidecar: { rules: { enabled: false } },
    monitoring: { serviceMonitor: { enabled: input.on("prometheus-operator-crds"), interval: "30s" } },
  }),
  objects: ({ namespace, settings, namespaceOf }) => [
    peerPolicy({
      namespace,
      name: lokiName,
      selector,
      ingressFrom: [{ namespaces: [...settings.writers, namespaceOf(stackName) ?? "monitoring"], ports: [lokiPort] }],
      among: [lokiPort, grpcPort, gossipPort],
    }),
  ],
};

/** Values `loki`: one tenant, an index of a day each, everything but the newest hours on S3. */
function configuration({ facts, settings }: AddonInput<LokiAddonSettings>) {
  const bucket = bucketFullName(facts.platform, lokiName);
  return {
    auth_enabled: false,
    commonConfig: { replication_factor: copiesOfLines(settings.replicas) },
    schemaConfig: {
      configs: [
        {
          from: schemaFrom,
          store: "tsdb",
          object_store: "s3",
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    storage: {
      type: "s3",
      bucketNames: { chunks: bucket, ruler: bucket },
      s3: { region: facts.platform.region },
    },
    limits_config: {
      retention_period: `${settings.retentionDays * 24}h`,
      ingestion_rate_mb: settings.ingestionMegabytes,
      ingestion_burst_size_mb: settings.ingestionMegabytes * 2,
    },
    compactor: { retention_enabled: true, delete_request_store: "s3" },
    analytics: { reporting_enabled: false },
  };
}

function workload({ settings, placement }: AddonInput<LokiAddonSettings>) {
  return {
    replicas: settings.replicas,
    resources: {
      requests: { cpu: settings.cpu, memory: settings.memory },
      limits: { memory: settings.memory },
    },
    topologySpreadConstraints: spread(
      { ...selector, "app.kubernetes.io/component": "single-binary" },
      settings.replicas,
      "StatefulSet",
    ),
    ...placement,
    priorityClassName: "system-cluster-critical",
    // Time to write what is in memory to S3.
    terminationGracePeriodSeconds: 300,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    // The rules' sidecar, not wanted.
    sidecar: false,
    persistence: { enabled: true, size: settings.storage, storageClass: settings.storageClass },
  };
}
