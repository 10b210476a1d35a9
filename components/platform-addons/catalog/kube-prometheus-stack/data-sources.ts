import type { AddonInput } from "../../addon";
import type { PlatformContext } from "../../../shared/context";
import type { StackSettings } from "./settings";
import { correlatedSources, signalSources } from "./correlation";

/**
 * What panels and links name: each data source by its type and uid. Prometheus and Alertmanager are the chart's own
 * (values.yaml, grafana.sidecar.datasources.uid and .alertmanager.uid), the rest is in the list below.
 */
export const dataSources = {
  prometheus: { type: "prometheus", uid: "prometheus" },
  alertmanager: { type: "alertmanager", uid: "alertmanager" },
  cloudWatch: { type: "cloudwatch", uid: "cloudwatch" },
  ...signalSources,
} as const;

/** A data source as Grafana provisions it: https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
export interface ProvisionedSource {
  name: string;
  uid: string;
  type: string;
  access: "proxy";
  url?: string;
  editable: false;
  jsonData?: Record<string, unknown>;
}

/** Every data source that the platform adds to the chart's: the one list. */
export function addedSources(input: AddonInput<StackSettings>): ProvisionedSource[] {
  const { facts, settings } = input;
  return [
    ...(settings.grafana.cloudWatch ? [cloudWatchSource(facts.platform)] : []),
    ...correlatedSources(input, dataSources.prometheus.uid),
  ];
}

/** CloudWatch (TB-4): metrics of EKS, RDS and ALB (TB-70), logs of the control plane (TB-74). */
function cloudWatchSource({ region }: PlatformContext): ProvisionedSource {
  return {
    name: "CloudWatch",
    ...dataSources.cloudWatch,
    access: "proxy",
    editable: false,
    // `default`: the credentials of the pod, which EKS Pod Identity gives it; no key is kept anywhere (TB-66).
    jsonData: { authType: "default", defaultRegion: region },
  };
}
