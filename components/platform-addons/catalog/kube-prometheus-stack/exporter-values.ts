import type { AddonInput } from "../../addon";
import { resources } from "../../placement";
import { label } from "../../../shared/vocabulary";
import type { StackSettings } from "./settings";

/** Values of the exporters: of objects (SS-39, TB-67) and of nodes (SS-40, TB-68). */
export function exporterValues({ settings, placement }: AddonInput<StackSettings>) {
  return {
    "kube-state-metrics": {
      resources: resources("50m", "256Mi"),
      livenessProbe: { failureThreshold: 6 },
      ...placement,
      priorityClassName: "system-cluster-critical",
      // Without these no series says whose an object is: labels are left out unless they are named.
      metricLabelsAllowlist: [
        `namespaces=[${label.team},${label.costCenter}]`,
        `pods=[${label.team},${label.name}]`,
        `nodes=[${label.pool},${label.zone},node.kubernetes.io/instance-type,karpenter.sh/nodepool]`,
      ],
    },
    nodeExporter: {
      operatingSystems: { linux: { enabled: true }, aix: { enabled: false }, darwin: { enabled: false } },
    },
    "prometheus-node-exporter": {
      // Host network and files: apart from the rest, which then enforces `restricted` (TB-N8, SS-N8).
      namespaceOverride: settings.hostNamespace,
      // The node's name beside its address, as every other exporter gives it.
      prometheus: {
        monitor: { relabelings: [{ sourceLabels: ["__meta_kubernetes_pod_node_name"], targetLabel: "node" }] },
      },
      resources: resources("20m", "64Mi"),
      livenessProbe: { failureThreshold: 7 },
      priorityClassName: "system-node-critical",
      // One on each node, whatever its taints.
      tolerations: [{ operator: "Exists" }],
      containerSecurityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    },
  };
}
