import { panels } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { sidecarResources } from "../../../shared/mesh";
import { type AddonInput, type CatalogAddon, waves } from "../../addon";
import { controllerPolicy } from "../../network-policy";
import { spread } from "../../placement";
import { alike } from "../../pods";
import { meshObjects } from "./objects";
import { type IstiodSettings, istiodSettings, traceCollector, tracingProvider } from "./settings";

const name = "istiod";

/** Labels of its pods, fixed in the chart. */
const selector = { app: "istiod", istio: "pilot" };

const seccompProfile = { type: "RuntimeDefault" };

/**
 * Istio's control plane: certificates and configuration of every sidecar and of gateways of type `istio` (KP-32, MP-37).
 *
 * Values: istio/istio, release-1.31 at eed52ebb66ad (1.31.0), manifests/charts/istio-control/
 * istio-discovery/values.yaml. Sidecars are native ones (init containers that stay): they are there before the service
 * and until after it, also in a Job.
 */
export const istiod: CatalogAddon<IstiodSettings> = {
  name,
  summary: "Istio's control plane: mutual TLS, authorization and traffic of the services in a mesh",
  wave: waves.controllers,
  chart: chartPin("istio", "istiod"),
  labelsAt: ["deploymentLabels", "podLabels"],
  page: { panels },
  needs: [
    { addon: "istio-base", why: "it starts with the kinds that it serves" },
    { addon: "istio-cni", why: "pods with sidecars would need rights that their namespaces refuse" },
    { addon: "gateway-api-crds", why: "it serves the kinds of the Gateway API" },
  ],
  excludes: [],
  // The Deployment of each Gateway, by a template of its own: pilot/pkg/config/kube/gateway/deploymentcontroller.go.
  makesPods: [name],
  settings: istiodSettings,
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike("Deployment/istiod", settings.replicas, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks; it makes its certificates itself, at run time" }),
  values: (input) => ({
    ...controlPlane(input),
    seccompProfile,
    cni: { enabled: true },
    env: { ENABLE_NATIVE_SIDECARS: "true" },
    // As in istio-base: istiod changes `Ignore`, which the chart starts with.
    base: { validationFailurePolicy: "Fail" },
    gateways: { seccompProfile },
    meshConfig: meshConfig(input.settings),
    global: {
      istioNamespace: input.namespace,
      priorityClassName: "system-cluster-critical",
      defaultPodDisruptionBudget: { enabled: input.settings.replicas > 1 },
      enableReaderRBAC: false,
      logAsJson: true,
      meshID: input.settings.meshId ?? input.facts.platform.clusterName,
      network: input.settings.network ?? input.facts.platform.clusterName,
      multiCluster: { clusterName: input.settings.clusterName ?? input.facts.platform.clusterName },
      proxy: { resources: sidecarResources, seccompProfile },
    },
  }),
  objects: (input) => [
    // Webhooks, configuration and certificates of proxies, metrics. Not 15010, which is the same without TLS.
    controllerPolicy({ namespace: input.namespace, name, selector, ingressPorts: [15012, 15014, 15017] }),
    ...meshObjects(input),
  ],
};

function controlPlane({ settings, placement }: AddonInput<IstiodSettings>) {
  return {
    autoscaleEnabled: false,
    replicaCount: settings.replicas,
    rollingMaxSurge: 1,
    rollingMaxUnavailable: 0,
    pdb: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    resources: { requests: settings.requests, limits: { memory: settings.memoryLimit } },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
  };
}

/** istio.io/latest/docs/reference/config/istio.mesh.v1alpha1: MeshConfig. */
function meshConfig(settings: IstiodSettings) {
  const collector = traceCollector(settings);
  return {
    accessLogEncoding: "JSON",
    // Prometheus asks sidecars and services each for their own; a mesh port would refuse it (no client certificate).
    enablePrometheusMerge: false,
    // A/b and A//b are one path to the rules on paths.
    pathNormalization: { normalization: "MERGE_SLASHES" },
    ...(collector
      ? {
          enableTracing: true,
          extensionProviders: [
            { name: tracingProvider, opentelemetry: { service: collector.service, port: collector.port } },
          ],
        }
      : {}),
  };
}
