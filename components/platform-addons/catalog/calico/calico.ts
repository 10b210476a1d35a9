import { panels } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { type AddonObject, type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";
import { resources } from "../../placement";
import { podMonitor } from "../../pod-monitor";
import { alike } from "../../pods";

const name = "calico";
/** Where the operator puts Calico; it takes no other name. */
const system = "calico-system";

/**
 * Calico as the engine of network policies, beside the VPC CNI, which goes on giving pods their addresses (KP-37). Its own
 * pods are on the network of their hosts, where no policy applies, but for one that talks to the API server alone.
 *
 * Values: projectcalico/calico, tag v3.32.1, charts/tigera-operator/values.yaml; fields of the Installation:
 * tigera/operator, tag v1.42.3, api/v1/installation_types.go.
 *
 * One engine only: `managedAddons.podNetworking.policyEngine` says which, and the checks hold the two together.
 */
export const calico: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "Calico as the engine of network policies",
  // Before anything that relies on a policy.
  wave: waves.certificates,
  chart: chartPin(name),
  crds: { files: definitionsPin(name) },
  page: { panels },
  needs: [],
  excludes: [],
  settings: calicoSettings,
  namespaces: (settings) => [
    { name: settings.namespace, podSecurity: "privileged", reason: "its operator is on the network of its host" },
    { name: system, podSecurity: "privileged", reason: "its agent writes the packet filter of its host" },
  ],
  pods: () => [
    alike("Deployment/tigera-operator", 1, "resources"),
    ofCalico("DaemonSet/calico-node", "node", "calicoNodeDaemonSet"),
    // One for some hundred nodes, and three at least where there are that many.
    ofCalico("Deployment/calico-typha", 3, "typhaDeployment"),
    ofCalico("Deployment/calico-kube-controllers", 1, "calicoKubeControllersDeployment"),
  ],
  delivery: () => ({
    kind: "release",
    reason: "its hook waits until the operator has taken Calico off the nodes; without it their packet filters stay",
  }),
  values: ({ placement }) => ({
    installation: {
      enabled: true,
      kubernetesProvider: "EKS",
      cni: { type: "AmazonVPC" },
      // Addresses and routes are the VPC's.
      calicoNetwork: { bgp: "Disabled" },
      controlPlaneReplicas: 2,
      controlPlaneNodeSelector: placement.nodeSelector,
      controlPlaneTolerations: placement.tolerations,
      nodeMetricsPort: calicoMetricsPort,
      calicoNodeDaemonSet: bounded("calico-node", "150m", "256Mi"),
      typhaDeployment: bounded("calico-typha", "50m", "128Mi"),
      calicoKubeControllersDeployment: bounded("calico-kube-controllers", "50m", "128Mi"),
    },
    // `kubectl` without calicoctl for Calico's own kinds, and a picture of flows: neither is needed for policies.
    apiServer: { enabled: false },
    goldmane: { enabled: false },
    whisker: { enabled: false },
    // A layer of their own.
    manageCRDs: false,
    nodeSelector: { "kubernetes.io/os": "linux", ...placement.nodeSelector },
    // It has to run before nodes are ready for others.
    tolerations: [{ operator: "Exists" }],
    priorityClassName: "system-cluster-critical",
    resources: resources("50m", "256Mi"),
  }),
  objects: ({ on }) => [
    ...podAddresses,
    ...(on("prometheus-operator-crds")
      ? [podMonitor({ namespace: system, name }, { "k8s-app": "calico-node" }, { portNumber: calicoMetricsPort })]
      : []),
  ],
};

const rbac = "rbac.authorization.k8s.io";

/**
 * The right by which the VPC CNI writes a pod's address onto the pod, where Calico reads it before the kubelet reports it
 * (aws/amazon-vpc-cni-k8s v1.23.0, README.md, "ANNOTATE_POD_IP").
 */
const podAddresses: AddonObject[] = [
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRole",
    metadata: { name: "aws-node-pod-addresses" },
    body: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["patch"] }] },
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: "aws-node-pod-addresses" },
    body: {
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "aws-node-pod-addresses" },
      subjects: [{ kind: "ServiceAccount", name: "aws-node", namespace: "kube-system" }],
    },
  },
];

/** Felix's, which is on every node: https://docs.tigera.io/calico/latest/operations/monitor/monitor-component-metrics */
export const calicoMetricsPort = 9091;

function ofCalico(workload: string, copies: number | "node", part: string) {
  const resourcesAt = `installation.${part}.spec.template.spec.containers.0.resources`;
  return { ...alike(workload, copies, resourcesAt), namespace: system };
}

function bounded(container: string, cpu: string, memory: string) {
  return { spec: { template: { spec: { containers: [{ name: container, resources: resources(cpu, memory) }] } } } };
}

function calicoSettings(defaults: AddonDefaults) {
  const { namespace, values } = commonAddonKeys(defaults, "tigera-operator");
  // Argo CD would need the network that this makes safe.
  return z.strictObject({ namespace, values }).transform((settings) => ({ ...settings, replicas: 1 }));
}
