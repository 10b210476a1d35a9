import { data } from "./addons/data";
import { delivery } from "./addons/delivery";
import { gateways } from "./addons/gateways";
import { logs } from "./addons/logs";
import type { AddonPanels } from "./addons/panels-of-addons";
import { scaling } from "./addons/scaling";
import { security } from "./addons/security";
import { traces } from "./addons/traces";
import type { DashboardSpec } from "../../platform-addons/monitoring/panels";
import type { On } from "./themes";

const panels: AddonPanels = { ...data, ...delivery, ...gateways, ...logs, ...scaling, ...security, ...traces };

const definitions = "definitions alone: nothing runs";

/** Add-ons without a page here, and why. */
export const withoutPage: Record<string, string> = {
  "alloy-events": "shown on the page of alloy",
  "barman-cloud": "what it archives is in the metrics of the instances, scraped with cloudnative-pg",
  falco: "its chart brings one, and Security Monitoring shows what it finds",
  "fluent-bit-events": "shown on the page of fluent-bit",
  "gateway-api-crds": definitions,
  "istio-base": definitions,
  "kube-prometheus-stack": "its chart brings them: Prometheus, Alertmanager, nodes and pods",
  opencost: "what it measures is Cost Optimization",
  "otel-agent": "shown on the page of otel-gateway",
  "policy-controller": "a webhook: what it refuses is in the events of the namespace",
  "prometheus-operator-crds": definitions,
  "secrets-store-csi-driver-provider-aws": "has no metrics",
  "vault-csi-provider": "has no metrics; the driver and vault have",
  "vertical-pod-autoscaler": "what it recommends is in its objects",
};

/** A page for each add-on that is installed and has metrics of its own. */
export function addonDashboards(on: On): DashboardSpec[] {
  return Object.entries(panels)
    .filter(([addon]) => on(addon))
    .map(([addon, make]) => ({
      uid: `addon-${addon}`,
      title: addon,
      folder: "Add-ons",
      tags: ["add-on"],
      rows: [{ title: addon, panels: make() }],
    }));
}
