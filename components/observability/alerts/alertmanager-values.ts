import type { AddonInput } from "../../platform-addons/addon";
import { resources, spread } from "../../platform-addons/placement";
import type { StackSettings } from "../settings";
import { volumeClaim } from "../volume-claim";

/** Values `alertmanager`. */
export function alertmanagerValues({ settings: { alertmanager }, placement }: AddonInput<StackSettings>) {
  return {
    alertmanager: {
      podDisruptionBudget: { enabled: alertmanager.replicas > 1, minAvailable: alertmanager.replicas - 1 || 1 },
      alertmanagerSpec: {
        replicas: alertmanager.replicas,
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
