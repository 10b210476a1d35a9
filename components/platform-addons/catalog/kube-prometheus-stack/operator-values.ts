import type { AddonInput } from "../../addon";
import { resources } from "../../placement";
import type { StackSettings } from "./settings";

/** Values `prometheusOperator`. */
export function operatorValues({ placement, on }: AddonInput<StackSettings>) {
  const certificates = on("cert-manager");
  return {
    prometheusOperator: {
      tls: { enabled: certificates },
      admissionWebhooks: {
        enabled: certificates,
        // The chart's own rules come before it answers.
        failurePolicy: "Ignore",
        patch: { enabled: false },
        certManager: { enabled: certificates },
      },
      ...placement,
      priorityClassName: "system-cluster-critical",
      resources: resources("100m", "256Mi"),
      prometheusConfigReloader: { resources: resources("10m", "50Mi") },
      // The chart's 30 s end a start that is slower than usual.
      livenessProbe: { failureThreshold: 7 },
      // Endpoints are deprecated since Kubernetes 1.33; Prometheus is told the same below.
      kubeletEndpointsEnabled: false,
      kubeletEndpointSliceEnabled: true,
    },
  };
}
