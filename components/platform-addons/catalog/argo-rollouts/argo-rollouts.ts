import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin, imagePin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";

const name = "argo-rollouts";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/**
 * argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi, docs/installation.md, "Installing the plugin via init
 * containers". From an image, so that a pod start needs no download from GitHub that nobody verified.
 */
const pluginImage = imagePin(name, "gateway-api-plugin");
const plugin = "rollouts-plugin-trafficrouter-gatewayapi";

/**
 * Argo Rollouts: canaries and blue-green deployments, with traffic split by the Gateway API or by Istio (KP-56, KP-57).
 *
 * Values: argoproj/argo-helm, tag argo-rollouts-2.41.0, charts/argo-rollouts/values.yaml.
 */
export const argoRollouts: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "canary and blue-green rollouts, with traffic split by Gateway API routes or Istio",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["controller.deploymentLabels", "podLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [],
  excludes: [],
  // ReplicaSets, each from the template of a Rollout.
  makesPods: [name],
  settings: (defaults) => z.strictObject(commonAddonKeys(defaults, name)),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike("Deployment/argo-rollouts", settings.replicas, "controller.resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ settings, placement, on }) => ({
    // The definitions are a layer of their own.
    installCRDs: false,
    controller: {
      replicas: settings.replicas,
      pdb: settings.replicas > 1 ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
      // A trial figure for some hundred Rollouts, watched by the platform's memory alerts.
      resources: resources("100m", "256Mi"),
      priorityClassName: "system-cluster-critical",
      nodeSelector: placement.nodeSelector,
      tolerations: placement.tolerations,
      topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
      logging: { format: "json" },
      metrics: { enabled: true, serviceMonitor: { enabled: on("prometheus-operator-crds") } },
      ...(on("gateway-api-crds") ? gatewayPlugin : {}),
    },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    // Only the routers that the platform has; each of the others is a right to change objects of its kind.
    providerRBAC: {
      enabled: true,
      providers: {
        gatewayAPI: on("gateway-api-crds"),
        istio: true,
        smi: false,
        ambassador: false,
        awsLoadBalancerController: false,
        awsAppMesh: false,
        traefik: false,
        apisix: false,
        contour: false,
        glooPlatform: false,
      },
    },
    // It has no authentication; `kubectl argo rollouts dashboard` shows the same.
    dashboard: { enabled: false },
  }),
  // An analysis asks Prometheus.
  objects: ({ namespace, on }) => [
    controllerPolicy({
      namespace,
      name,
      selector,
      ingressPorts: [8090],
      egressPorts: on("kube-prometheus-stack") ? [9090] : [],
    }),
  ],
};

/** The plugin, copied by an init container into a volume that the controller starts it from. */
const gatewayPlugin = {
  initContainers: [
    {
      name: "copy-gateway-api-plugin",
      image: pluginImage,
      command: ["cp", `/bin/${plugin}`, "/plugins"],
      resources: resources("10m", "64Mi"),
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumeMounts: [{ name: "gateway-api-plugin", mountPath: "/plugins" }],
    },
  ],
  trafficRouterPlugins: [
    { name: "argoproj-labs/gatewayAPI", location: `file:///plugins/${plugin}`, args: ["-logformat=json"] },
  ],
  volumes: [{ name: "gateway-api-plugin", emptyDir: {} }],
  volumeMounts: [{ name: "gateway-api-plugin", mountPath: "/plugins" }],
};
