import type { AddonInput, AddonObject } from "../../addon";
import { calicoMetricsPort } from "../calico/calico";
import { controllerPolicy } from "../../network-policy";
import { jaegerName, jaegerPort } from "../jaeger/address";
import { lokiName, lokiPort } from "../loki/address";
import { tempoName, tempoPort } from "../tempo/address";
import { alertmanagerPort, prometheusPort, stackName } from "./address";
import { peerPolicy, type PeerTraffic } from "../../peer-policy";
import type { StackSettings } from "./settings";

/** Ports of the pods: prometheus-operator v0.93.1, and values.yaml of the chart and its subcharts. */
const port = {
  operator: { tls: 10250, plain: 8080 },
  /** Of the containers beside Prometheus and Alertmanager that read their configuration anew. */
  reloader: 8080,
  gossip: 9094,
  grafana: 3000,
  objects: [8080, 8081],
  kubelet: 10250,
  nodeExporter: 9100,
};

/** Add-ons that ask Prometheus: for scaling, for analysis of rollouts, for cost. */
const askers = ["keda", "argo-rollouts", "opencost"];

/**
 * NetworkPolicies of the chart's pods and of those that its operator makes, whose namespace denies everything else. The
 * node exporter is on the network of its host, where no policy applies: security groups say who reaches it.
 */
export function stackPolicies(input: AddonInput<StackSettings>): AddonObject[] {
  return [
    operatorTraffic(input),
    peerPolicy(prometheusTraffic(input)),
    peerPolicy(alertmanagerTraffic(input)),
    peerPolicy(grafanaTraffic(input)),
    peerPolicy({
      namespace: input.namespace,
      name: `${stackName}-kube-state-metrics`,
      selector: { "app.kubernetes.io/name": "kube-state-metrics", "app.kubernetes.io/instance": stackName },
      ingressFrom: [{ namespaces: [input.namespace], ports: port.objects }],
    }),
  ];
}

/** With its webhook it hears the API server, which has no address that a policy could name. */
function operatorTraffic({ namespace, on }: AddonInput<StackSettings>): AddonObject {
  return controllerPolicy({
    namespace,
    name: `${stackName}-operator`,
    selector: { app: `${stackName}-operator`, release: stackName },
    ingressPorts: [on("cert-manager") ? port.operator.tls : port.operator.plain],
  });
}

/** It calls any pod on any port, because that is where metrics are, and the kubelet and the exporter of each node. */
function prometheusTraffic({ namespace, namespaceOf, on, settings }: AddonInput<StackSettings>): PeerTraffic {
  return {
    namespace,
    name: `${stackName}-prometheus`,
    selector: { "app.kubernetes.io/name": "prometheus", "operator.prometheus.io/name": `${stackName}-prometheus` },
    ingressFrom: [
      { namespaces: [namespace], ports: [prometheusPort, port.reloader] },
      { namespaces: askers.flatMap((addon) => namespaceOf(addon) ?? []), ports: [prometheusPort] },
    ],
    egressToEveryPod: true,
    egressPorts: [
      port.kubelet,
      port.nodeExporter,
      ...(on("calico") ? [calicoMetricsPort] : []),
      ...settings.prometheus.remoteWrite.map(({ url }) => portOf(new URL(url))),
    ],
  };
}

/** Receivers are called by HTTPS, mail servers at the port that the stack says. */
function alertmanagerTraffic({ namespace, settings }: AddonInput<StackSettings>): PeerTraffic {
  const { smtp } = settings.alertmanager;
  return {
    namespace,
    name: `${stackName}-alertmanager`,
    selector: { "app.kubernetes.io/name": "alertmanager", alertmanager: `${stackName}-alertmanager` },
    ingressFrom: [{ namespaces: [namespace], ports: [alertmanagerPort, port.reloader] }],
    gossip: [port.gossip],
    egressPorts: smtp ? [Number(smtp.host.split(":")[1])] : [],
  };
}

/** Behind a gateway it is called from wherever the gateway's addresses are; whoever calls has to log in. */
function grafanaTraffic({ namespace, namespaceOf, settings }: AddonInput<StackSettings>): PeerTraffic {
  const store = (addon: string, at: number) => ({ namespaces: [namespaceOf(addon) ?? []].flat(), ports: [at] });
  return {
    namespace,
    name: `${stackName}-grafana`,
    selector: { "app.kubernetes.io/name": "grafana", "app.kubernetes.io/instance": stackName },
    ...(settings.grafana.url === undefined
      ? { ingressFrom: [{ namespaces: [namespace], ports: [port.grafana] }] }
      : { ingressFrom: [], ingressPorts: [port.grafana] }),
    egressTo: [
      { namespaces: [namespace], ports: [prometheusPort, alertmanagerPort] },
      // One without a namespace is not installed.
      store(lokiName, lokiPort),
      store(tempoName, tempoPort),
      store(jaegerName, jaegerPort),
    ],
  };
}

function portOf({ port: named, protocol }: URL): number {
  return named === "" ? (protocol === "http:" ? 80 : 443) : Number(named);
}
