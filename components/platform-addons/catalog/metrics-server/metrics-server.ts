import { panels } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";

const selector = { "app.kubernetes.io/name": "metrics-server", "app.kubernetes.io/instance": "metrics-server" };

/**
 * metrics-server: CPU and memory of pods and nodes for HPA, VPA and `kubectl top` (VC-70, SS-N7).
 *
 * Values: kubernetes-sigs/metrics-server, tag metrics-server-helm-chart-3.13.1, charts/metrics-server/values.yaml.
 *
 * TLS towards the kubelets stays verified (no `--kubelet-insecure-tls`): EKS signs the kubelets' serving certificates
 * with the cluster's CA. Towards the API server the certificate is self-signed at pod start and not verified, unless
 * cert-manager is there to issue one: the chart's own `helm` mode would make a new one at each render.
 */
export const metricsServer: CatalogAddon<CommonAddonSettings> = {
  name: "metrics-server",
  summary: "CPU and memory of pods and nodes, which every HorizontalPodAutoscaler reads",
  wave: waves.services,
  chart: chartPin("metrics-server"),
  labelsAt: ["commonLabels", "podLabels"],
  page: { panels },
  needs: [],
  excludes: [],
  settings: (defaults) => z.strictObject(commonAddonKeys(defaults, "system")),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike("Deployment/metrics-server", settings.replicas, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ settings, placement, on }) => ({
    replicas: settings.replicas,
    podDisruptionBudget: {
      enabled: settings.replicas > 1,
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    // 100m and 200Mi serve 100 nodes with 70 pods each: README of the tag, "Scaling".
    resources: resources("100m", "200Mi"),
    priorityClassName: "system-cluster-critical",
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
    livenessProbe: { failureThreshold: 6 },
    tls: { type: on("cert-manager") ? "cert-manager" : "metrics-server" },
    apiService: { insecureSkipTLSVerify: !on("cert-manager") },
    metrics: { enabled: true },
    serviceMonitor: { enabled: on("prometheus-operator-crds") },
  }),
  // 10250 twice: its own gateway, which the API server and Prometheus call, and the kubelets that it asks.
  objects: ({ namespace }) => [
    controllerPolicy({ namespace, name: "metrics-server", selector, ingressPorts: [10250], egressPorts: [10250] }),
  ],
};
