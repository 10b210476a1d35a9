import type { AddonInput } from "../../platform-addons/addon";
import { resources } from "../../platform-addons/placement";
import type { StackSettings } from "../settings";

/** Values of the exporters: of objects (SS-39, TB-67) and of nodes (SS-40, TB-68). */
export function exporterValues({ settings, placement }: AddonInput<StackSettings>) {
  return {
    "kube-state-metrics": {
      resources: resources("50m", "256Mi"),
      ...placement,
      priorityClassName: "system-cluster-critical",
    },
    nodeExporter: {
      operatingSystems: { linux: { enabled: true }, aix: { enabled: false }, darwin: { enabled: false } },
    },
    "prometheus-node-exporter": {
      // Host network and files: apart from the rest, which then enforces `restricted` (TB-N8, SS-N8).
      namespaceOverride: settings.hostNamespace,
      resources: resources("20m", "64Mi"),
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
