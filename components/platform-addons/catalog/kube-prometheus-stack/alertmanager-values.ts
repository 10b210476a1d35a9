import type { AddonInput } from "../../addon";
import { resources, spread } from "../../placement";
import type { StackSettings } from "./settings";
import { volumeClaim } from "./volume-claim";
import { alertmanagerConfig, routingSecrets } from "./routing";

/** Values `alertmanager`. */
export function alertmanagerValues({ settings: { alertmanager }, placement }: AddonInput<StackSettings>) {
  return {
    alertmanager: {
      podDisruptionBudget: { enabled: alertmanager.replicas > 1, minAvailable: alertmanager.replicas - 1 || 1 },
      // The chart writes it into a Secret; what is secret in it are names of files.
      config: alertmanagerConfig(alertmanager),
      alertmanagerSpec: {
        replicas: alertmanager.replicas,
        secrets: routingSecrets(alertmanager),
        storage: volumeClaim(alertmanager.storageClass, alertmanager.storage),
        resources: resources("20m", "128Mi"),
        ...placement,
        priorityClassName: "system-cluster-critical",
        podAntiAffinity: "",
        topologySpreadConstraints: spread(
          { "app.kubernetes.io/name": "alertmanager" },
          alertmanager.replicas,
          "StatefulSet",
        ),
      },
    },
  };
}

/**
 * Rules of the chart that stay: its recording rules, which its dashboards ask for, and its alerts about the monitoring
 * itself, with runbooks of their own. The rest would tell a second time what the platform's alerts tell.
 */
export const chartRules = {
  create: true,
  rules: {
    general: false,
    kubeApiserverSlos: false,
    kubernetesApps: false,
    kubernetesResources: false,
    kubernetesStorage: false,
    kubernetesSystem: false,
    kubeSchedulerAlerting: false,
    kubeSchedulerRecording: false,
    kubeControllerManager: false,
    network: false,
    nodeExporterAlerting: false,
    etcd: false,
    kubeProxy: false,
    windows: false,
  },
};
