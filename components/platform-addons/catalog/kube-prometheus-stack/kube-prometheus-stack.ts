import { chartPin } from "../../../shared/pins";
import { type Addon, waves } from "../../addon";
import { alike } from "../../pods";
import { cloudWatchPolicy } from "./cloudwatch-policy";
import { grafanaAccount, grafanaValues } from "./grafana-values";
import { alertmanagerValues, chartRules } from "./alertmanager-values";
import { prometheusAccount, remoteWritePolicy } from "./remote-write";
import { operatorValues } from "./operator-values";
import { prometheusValues } from "./prometheus-values";
import { exporterValues } from "./exporter-values";
import { stackPolicies } from "./network";
import type { StackSettings } from "./settings";
import { stackName } from "./address";

/**
 * Prometheus Operator, Prometheus, Alertmanager, Grafana, kube-state-metrics and node exporter (SS-16, VC-71, TB-15).
 *
 * Values: prometheus-community/helm-charts, tag kube-prometheus-stack-88.5.3, charts/kube-prometheus-stack/values.yaml;
 * of its subcharts kube-state-metrics 8.4.0, prometheus-node-exporter 4.56.1 (same repository) and grafana 12.11.1
 * (grafana-community/helm-charts).
 *
 * The chart makes its webhook's certificate by hooks, which a chart of the program drops. The webhook is therefore on
 * with cert-manager only; without it the operator leaves an invalid rule out, and the rules of the platform are tested
 * before. A Helm release would run the hooks, but no policy could see the pods.
 */
export const kubePrometheusStack: Addon<StackSettings> = {
  name: stackName,
  summary: "Prometheus, Alertmanager, Grafana and the exporters of nodes and objects",
  wave: waves.observability,
  chart: chartPin(stackName),
  labelsAt: [
    "commonLabels",
    "grafana.extraLabels",
    "grafana.podLabels",
    "kube-state-metrics.customLabels",
    "kube-state-metrics.podLabels",
    "prometheus-node-exporter.commonLabels",
    "prometheus-node-exporter.podLabels",
  ],
  page: { none: "its chart brings them: Prometheus, Alertmanager, nodes and pods" },
  needs: [
    { addon: "prometheus-operator-crds", why: "the operator needs its kinds, which this chart is told not to bring" },
  ],
  excludes: [],
  namespaces: (settings) => [
    { name: settings.namespace, podSecurity: "restricted" },
    {
      name: settings.hostNamespace,
      podSecurity: "privileged",
      reason: "the node exporter reads the network, processes and file systems of its host",
    },
  ],
  pods: ({ settings }) => stackPods(settings),
  delivery: ({ on }) => ({
    kind: "chart",
    reason: on("cert-manager")
      ? "cert-manager issues the webhook's certificate, so no hook is needed"
      : "the webhook is off without cert-manager, so no hook is needed",
  }),
  identities: ({ settings, facts }) => {
    const remote = remoteWritePolicy(settings.prometheus.remoteWrite);
    return [
      ...(settings.grafana.cloudWatch
        ? [{ serviceAccount: grafanaAccount, policy: cloudWatchPolicy(facts.platform) }]
        : []),
      ...(remote ? [{ serviceAccount: prometheusAccount, policy: remote }] : []),
    ];
  },
  values: (input) => ({
    // A layer of its own: the add-on prometheus-operator-crds.
    crds: { enabled: false },
    ...operatorValues(input),
    ...prometheusValues(input),
    ...alertmanagerValues(input),
    ...grafanaValues(input),
    ...exporterValues(input),
    // EKS runs these where nobody can scrape them; left on, their alerts would fire for ever.
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    // Its metrics listen on the loopback address of the node: managed add-on kube-proxy, default configuration.
    kubeProxy: { enabled: false },
    defaultRules: chartRules,
  }),
  objects: stackPolicies,
};

/** The operator makes Prometheus and Alertmanager, each with a container that reads its configuration anew. */
function stackPods({ prometheus, alertmanager, hostNamespace }: StackSettings) {
  const reloader = "prometheusOperator.prometheusConfigReloader.resources";
  const sidecar = "grafana.sidecar.resources";
  const ofOperator = (kind: string, copies: number) =>
    alike(`StatefulSet/${kind}-${stackName}-${kind}`, copies, `${kind}.${kind}Spec.resources`, reloader);
  return [
    alike(`Deployment/${stackName}-operator`, 1, "prometheusOperator.resources"),
    { ...ofOperator("prometheus", prometheus.replicas), pool: prometheus.pool },
    ofOperator("alertmanager", alertmanager.replicas),
    alike(`Deployment/${stackName}-grafana`, 1, "grafana.resources", sidecar, sidecar),
    alike(`Deployment/${stackName}-kube-state-metrics`, 1, "kube-state-metrics.resources"),
    {
      ...alike(`DaemonSet/${stackName}-prometheus-node-exporter`, "node", "prometheus-node-exporter.resources"),
      namespace: hostNamespace,
    },
  ];
}
