import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { stringify } from "yaml";
import { type Addon, type AddonInput, type CommonAddonSettings, waves } from "../../addon";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";
import { ownerLabels } from "../../owner-labels";
import { collectorConfig, configFile, eventsConfig, metricsPort, stateDirectory } from "./config";
import {
  containerLogGroups,
  containerLogsPolicy,
  eventsLogGroup,
  loggedNamespaces,
  writeLogsPolicy,
} from "./log-groups";
import type { CloudWatchLogsSettings } from "./settings";

export const fluentBitName = "fluent-bit";
export const fluentBitEventsName = "fluent-bit-events";

/** Settings of a stack about CloudWatch Logs, and the namespaces that have a group of their own. */
export type FluentBitSettings = CloudWatchLogsSettings & CommonAddonSettings & { namespaces: readonly string[] };

/** What both releases of the chart have in common. */
function commonValues(
  { on, facts, serviceAccountAnnotations }: AddonInput<FluentBitSettings>,
  { name, config }: { name: string; config: object },
) {
  return {
    fullnameOverride: name,
    testFramework: { enabled: false },
    // It asks the API server who pods are, or for events.
    serviceAccount: {
      create: true,
      name,
      annotations: serviceAccountAnnotations(name),
      automountServiceAccountToken: true,
    },
    // The chart's own file, in Fluent Bit's older form, stays empty; ours is YAML, checked against the plugins.
    config: {
      service: "",
      inputs: "",
      filters: "",
      outputs: "",
      customParsers: "",
      extraFiles: { [configFile.name]: stringify(config, { lineWidth: 0 }) },
    },
    labels: ownerLabels(facts.platform),
    podLabels: ownerLabels(facts.platform),
    livenessProbe: {
      httpGet: { path: "/", port: "http" },
      initialDelaySeconds: 60,
      periodSeconds: 10,
      failureThreshold: 6,
    },
    args: ["--workdir=/fluent-bit/etc", `--config=${configFile.path}`],
    metricsPort,
    serviceMonitor: { enabled: on("prometheus-operator-crds") },
  };
}

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/**
 * Fluent Bit on every node: what containers write to stdout and stderr goes to CloudWatch Logs, with the names and labels
 * of the pod (VC-73, SS-41, SS-66, TB-75), the audit logs of components among it (SS-61).
 *
 * Values: fluent/helm-charts, tag fluent-bit-0.58.1, charts/fluent-bit/values.yaml and templates/_pod.tpl. Not the chart
 * aws-for-fluent-bit: it knows one output of each kind by fixed keys, and is not versioned by tags.
 *
 * It asks the API server who a pod is, once for each; the kubelet would know too, but its port takes a permission
 * (`nodes/proxy`) that runs commands in every pod.
 */
export const fluentBit: Addon<FluentBitSettings> = {
  name: fluentBitName,
  summary: "Fluent Bit, which writes the logs of all containers to CloudWatch Logs",
  configPath: "observability.logs.cloudwatch",
  wave: waves.observability,
  chart: chartPin(fluentBitName),
  page: { panels },
  rules,
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-and-interface-VPC.html
  endpoints: [{ name: "logs", why: "Fluent Bit writes to CloudWatch Logs" }],
  needs: [],
  excludes: [],
  namespaces: (settings) => [
    {
      name: settings.namespace,
      podSecurity: "privileged",
      reason: "the collector reads the log files of its node and keeps positions and buffers there",
    },
  ],
  pods: () => [alike(`DaemonSet/${fluentBitName}`, "node", "resources")],
  delivery: () => ({ kind: "chart", reason: "its only hook is a test, and the chart renders the same twice" }),
  logGroups: ({ facts, settings }) =>
    containerLogGroups(facts.platform, loggedNamespaces(settings.namespaces), settings),
  identities: ({ facts }) => [{ serviceAccount: fluentBitName, policy: containerLogsPolicy(facts.platform) }],
  values: (input) => {
    const { facts, settings } = input;
    const namespaces = loggedNamespaces(settings.namespaces);
    return {
      ...commonValues(input, {
        name: fluentBitName,
        config: collectorConfig(facts.platform, namespaces, settings),
      }),
      kind: "DaemonSet",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
      resources: resources("50m", "128Mi"),
      // Every node has logs, whatever its taints; and a node without room drops something else first.
      tolerations: [{ operator: "Exists" }],
      priorityClassName: "system-node-critical",
      // The files are root's and readable by root alone; more than their owner's rights it does not have.
      podSecurityContext: { runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } },
      securityContext: hardened,
      daemonSetVolumes: [
        { name: "varlog", hostPath: { path: "/var/log", type: "Directory" } },
        { name: "state", hostPath: { path: stateDirectory, type: "DirectoryOrCreate" } },
      ],
      daemonSetVolumeMounts: [
        { name: "varlog", mountPath: "/var/log", readOnly: true },
        { name: "state", mountPath: stateDirectory },
      ],
    };
  },
  objects: ({ namespace }) => [networkPolicy(namespace, fluentBitName)],
};

/**
 * The events of Kubernetes in the same place (TB-73). One pod: two would write each event twice. What it has written is
 * kept with the pod, so that a new pod may write the last hour again.
 */
export const fluentBitEvents: Addon<FluentBitSettings> = {
  name: fluentBitEventsName,
  summary: "Fluent Bit, which writes the events of Kubernetes to CloudWatch Logs",
  configPath: "observability.logs.cloudwatch",
  wave: waves.observability,
  chart: chartPin(fluentBitName),
  page: { none: "shown on the page of fluent-bit" },
  needs: [],
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`Deployment/${fluentBitEventsName}`, 1, "resources")],
  delivery: fluentBit.delivery,
  logGroups: ({ facts, settings: { retentionDays, kmsKeyArn } }) => [
    { suffix: "events", name: eventsLogGroup(facts.platform), retentionDays, kmsKeyArn },
  ],
  identities: ({ facts }) => [
    {
      serviceAccount: fluentBitEventsName,
      policy: writeLogsPolicy(facts.platform, [eventsLogGroup(facts.platform)]),
    },
  ],
  values: (input) => ({
    ...commonValues(input, { name: fluentBitEventsName, config: eventsConfig(input.facts.platform) }),
    kind: "Deployment",
    replicaCount: 1,
    // The old one first: side by side both would write.
    updateStrategy: { type: "Recreate" },
    rbac: { create: true, eventsAccess: true },
    resources: resources("10m", "64Mi"),
    ...input.placement,
    priorityClassName: "system-cluster-critical",
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext: hardened,
    extraVolumes: [{ name: "state", emptyDir: { sizeLimit: "1Gi" } }],
    extraVolumeMounts: [{ name: "state", mountPath: stateDirectory }],
  }),
  objects: ({ namespace }) => [networkPolicy(namespace, fluentBitEventsName)],
};

/** Metrics and health in; DNS, the API server, CloudWatch Logs and credentials out. */
function networkPolicy(namespace: string, instance: string) {
  const selector = { "app.kubernetes.io/name": fluentBitName, "app.kubernetes.io/instance": instance };
  return controllerPolicy({ namespace, name: instance, selector, ingressPorts: [metricsPort] });
}
