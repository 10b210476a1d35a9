import { panels } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, waves } from "../../addon";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { podMonitor } from "../../pod-monitor";
import { alike } from "../../pods";

const name = "istio-cni";

/** Labels of its pods, fixed in the chart. */
const selector = { "k8s-app": "istio-cni-node" };

/**
 * The node agent that leads a pod's traffic through its sidecar. Without it each pod would do so itself, by an init
 * container as root with NET_ADMIN, which Pod Security `baseline` already refuses.
 *
 * Values: istio/istio, release-1.31 at eed52ebb66ad (1.31.0), manifests/charts/istio-cni. It chains
 * itself behind the VPC CNI; the folders of EKS nodes are the chart's own.
 */
export const istioCni: CatalogAddon = {
  name,
  summary: "node agent that leads pods' traffic through their sidecars",
  wave: waves.controllers,
  chart: chartPin("istio", "cni"),
  labelsAt: ["daemonSetLabels", "podLabels"],
  page: { panels },
  needs: [],
  excludes: [],
  settings: (defaults) =>
    z.strictObject(unreplicatedKeys(defaults, name)).transform((settings) => ({ ...settings, replicas: 1 })),
  namespaces: (settings) => [
    {
      name: settings.namespace,
      podSecurity: "privileged",
      reason: "writes the node's CNI configuration, and enters the network of pods whose traffic was not led yet",
    },
  ],
  pods: () => [alike("DaemonSet/istio-cni-node", "node", "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ settings }) => ({
    // A trial figure; it works when pods start.
    resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { memory: "256Mi" } },
    seccompProfile: { type: "RuntimeDefault" },
    // The field instead, from Kubernetes 1.30.
    useAppArmorAnnotation: false,
    // Pods here and in kube-system have no sidecars, and the agent must not wait for itself.
    excludeNamespaces: ["kube-system", settings.namespace],
    global: { logAsJson: true },
  }),
  objects: ({ namespace, on }) => [
    controllerPolicy({ namespace, name, selector, ingressPorts: ["metrics"] }),
    ...(on("prometheus-operator-crds") ? [podMonitor({ namespace, name }, selector, { port: "metrics" })] : []),
  ],
};
