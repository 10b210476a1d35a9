import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { type Addon, type AddonInput, type CommonAddonSettings, waves } from "../../addon";
import { controllerPolicy } from "../../network-policy";
import { spread } from "../../placement";
import { alike } from "../../pods";
import { ownerLabels } from "../../owner-labels";
import { peerPolicy } from "../../peer-policy";
import { drainBudget } from "../../drain-budget";
import { agentConfig, gatewayConfig, healthPort, metricsPort, otlpHttpPort, otlpPort } from "./config";
import type { GatewaySettings } from "./settings";
import { stackName } from "../kube-prometheus-stack/address";

export const agentName = "otel-agent";
export const gatewayName = "otel-gateway";
const chart = "opentelemetry-collector";

/** Settings of the collectors, and the add-on that stores traces. */
export type CollectorSettings = CommonAddonSettings & GatewaySettings & { store: string };

/** Everything of the chart's that is not OTLP or metrics; each port would be one of the node, too, for an agent. */
const ports = {
  otlp: { hostPort: 0 },
  "otlp-http": { hostPort: 0 },
  "jaeger-compact": { enabled: false },
  "jaeger-thrift": { enabled: false },
  "jaeger-grpc": { enabled: false },
  zipkin: { enabled: false },
  metrics: { enabled: true },
  health: { enabled: true, containerPort: healthPort, servicePort: healthPort, protocol: "TCP" },
};

/** What both releases of the chart have in common. */
function commonValues({ on, facts }: AddonInput<CollectorSettings>, name: string, config: object) {
  return {
    fullnameOverride: name,
    // The build for Kubernetes: fewer parts than the full one, and all that is configured here.
    image: { repository: "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s" },
    command: { name: "otelcol-k8s" },
    // Instead of the chart's own configuration and not merged with it.
    alternateConfig: config,
    ports,
    serviceMonitor: { enabled: on("prometheus-operator-crds") },
    podLabels: ownerLabels(facts.platform),
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    livenessProbe: { initialDelaySeconds: 60, periodSeconds: 10, failureThreshold: 6 },
  };
}

/** Name of the gateway's headless Service: its addresses are those of the copies. */
function gatewayHost(namespace: string): string {
  return `${gatewayName}.${namespace}.svc.cluster.local`;
}

/**
 * An OpenTelemetry Collector on every node: takes the traces of services there, says which pod they are of, and brings
 * all spans of a trace to one copy of the gateway (TB-76, TB-77). Services reach it by a Service that stays on the node.
 *
 * Values: open-telemetry/opentelemetry-helm-charts, tag opentelemetry-collector-0.170.0,
 * charts/opentelemetry-collector/values.yaml. It opens no port of the node and reads no file of it.
 */
export const otelAgent: Addon<CollectorSettings> = {
  name: agentName,
  summary: "OpenTelemetry Collector on every node, which takes the traces of services",
  configPath: "observability.traces",
  wave: waves.observability,
  chart: chartPin(chart),
  labelsAt: ["additionalLabels"],
  page: { none: "shown on the page of otel-gateway" },
  needs: [{ addon: gatewayName, why: "it sends there", set: "observability.traces" }],
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`DaemonSet/${agentName}-agent`, "node", "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: (input) => ({
    ...commonValues(input, agentName, agentConfig(gatewayHost(input.namespace))),
    mode: "daemonset",
    service: { enabled: true },
    serviceAccount: { create: true, name: agentName },
    clusterRole: {
      create: true,
      name: agentName,
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
    },
    resources: { requests: { cpu: "50m", memory: "96Mi" }, limits: { memory: "192Mi" } },
    tolerations: [{ operator: "Exists" }],
    priorityClassName: "system-node-critical",
  }),
  objects: ({ namespace }) => [
    controllerPolicy({
      namespace,
      name: agentName,
      selector: { "app.kubernetes.io/name": chart, "app.kubernetes.io/instance": agentName },
      ingressPorts: [otlpPort, otlpHttpPort, metricsPort],
      egressPorts: [otlpPort],
    }),
  ],
};

/** The gateway: holds each trace until it is whole, decides whether it is kept, and sends it to the store (TB-77). */
export const otelGateway: Addon<CollectorSettings> = {
  name: gatewayName,
  summary: "OpenTelemetry Collector that samples traces and sends them to their store",
  configPath: "observability.traces",
  wave: waves.observability,
  chart: chartPin(chart),
  labelsAt: ["additionalLabels"],
  page: { panels },
  rules,
  needs: [],
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${gatewayName}`, settings.replicas, "resources")],
  delivery: otelAgent.delivery,
  values: (input) => {
    const { settings, namespace, placement } = input;
    const { store, replicas, memory } = settings;
    return {
      ...commonValues(
        input,
        gatewayName,
        gatewayConfig(settings, `${store}.${namespace}.svc.cluster.local:${otlpPort}`),
      ),
      mode: "deployment",
      replicaCount: replicas,
      // Headless: agents choose the copy by the trace.
      service: { clusterIP: "None" },
      // It asks nothing of the API server.
      serviceAccount: { create: true, name: gatewayName, automountServiceAccountToken: false },
      resources: { requests: { cpu: "100m", memory }, limits: { memory } },
      ...placement,
      priorityClassName: "system-cluster-critical",
      topologySpreadConstraints: spread(gatewaySelector, replicas, "Deployment"),
      // What is on its way to the store is sent first.
      terminationGracePeriodSeconds: 60,
    };
  },
  objects: ({ namespace, settings, namespaceOf }) => [
    peerPolicy({
      namespace,
      name: gatewayName,
      selector: gatewaySelector,
      ingressFrom: [
        { namespaces: [namespace], ports: [otlpPort] },
        { namespaces: [namespaceOf(stackName) ?? "monitoring"], ports: [metricsPort] },
      ],
      egressTo: [{ namespaces: [settings.namespace], ports: [otlpPort] }],
    }),
    ...(settings.replicas > 1 ? [drainBudget(gatewayName, namespace, gatewaySelector)] : []),
  ],
};

const gatewaySelector = { "app.kubernetes.io/name": chart, "app.kubernetes.io/instance": gatewayName };

/** Where services send their traces, by OTLP over gRPC (TB-76). */
export function otlpEndpoint({ namespace }: { namespace: string }) {
  return { endpoint: `http://${agentName}.${namespace}.svc:${otlpPort}`, namespace, port: otlpPort };
}
