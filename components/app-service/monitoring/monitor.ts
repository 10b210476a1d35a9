import * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "../../shared/labels";
import { label, portName } from "../../shared/vocabulary";
import type { ServiceOwner } from "../owner";
import { isProgressive } from "../rollout/strategy";
import { certificateName, serverName } from "../tls/certificate";
import type { ServiceSettings } from "../settings";

/** Labels of a pod that its series carry, for dashboards, and for alerts that find the team. */
const podLabels = [label.team, label.costCenter, label.tier];

/**
 * What tells Prometheus to scrape the service; its label `job` is the service's name. A ServiceMonitor, or for a Rollout
 * a PodMonitor: behind its Services, pods of a new version would be found never or twice.
 *
 * Fields: prometheus-operator, Documentation/api-reference/api.md, monitoring.coreos.com/v1.
 */
export function monitorSpec(
  name: string,
  namespace: string,
  settings: Pick<ServiceSettings, "port" | "metrics" | "rollout" | "tls">,
) {
  const { metrics, port } = settings;
  if (!metrics) return undefined;
  const own = metrics.port !== undefined && metrics.port !== port;
  // By the root in the service's own Secret, and by its name: a pod is asked by its address, which no certificate has.
  const secured = {
    scheme: "https",
    tlsConfig: {
      ca: { secret: { name: certificateName(name), key: "ca.crt" } },
      serverName: serverName(name, namespace),
    },
  };
  const endpoints = [
    { port: own ? portName.metrics : portName.http, path: metrics.path, ...(settings.tls && !own ? secured : {}) },
  ];
  const common = {
    selector: { matchLabels: selectorLabels(name) },
    jobLabel: label.name,
    podTargetLabels: podLabels,
  };
  return isProgressive(settings)
    ? { kind: "PodMonitor", spec: { ...common, podMetricsEndpoints: endpoints } }
    : { kind: "ServiceMonitor", spec: { ...common, endpoints } };
}

/** Registers it, where something scrapes. */
export function createMonitor(owner: ServiceOwner): void {
  const { settings, monitoringNamespace } = owner.args;
  const monitor =
    monitoringNamespace === undefined ? undefined : monitorSpec(owner.name, owner.args.namespace.name, settings);
  if (!monitor) return;
  const { kind, spec } = monitor;
  const args = { apiVersion: "monitoring.coreos.com/v1", kind, metadata: owner.metadata(owner.name), spec };
  owner.make("monitor", k8s.apiextensions.CustomResource, owner.child("monitor"), args);
}
