import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { type Addon, type AddonInput, type CommonAddonSettings, waves } from "../../addon";
import { resources } from "../../placement";
import { alike } from "../../pods";
import { ownerLabels } from "../../owner-labels";
import { peerPolicy } from "../../peer-policy";
import { alloyPort, calledPorts, collectorConfig, eventsConfig, stateDirectory } from "./config";
import { stackName } from "../kube-prometheus-stack/address";
import { lokiName } from "../loki/address";

export const alloyName = "alloy";
export const alloyEventsName = "alloy-events";

/** Settings of Alloy, and where Loki is. */
export type AlloySettings = CommonAddonSettings & { lokiNamespace: string };

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** What both releases of the chart have in common: `read` is the one kind of object that it asks the API server for. */
function commonValues({ on }: AddonInput<AlloySettings>, name: string, content: string, read: string) {
  const rule = (...verbs: string[]) => [{ apiGroups: [""], resources: [read], verbs }];
  return {
    fullnameOverride: name,
    crds: { create: false },
    serviceAccount: { create: true, name },
    // Far less than the chart's own. Its template can't take an empty list, so that each has a part.
    rbac: { create: true, rules: rule("list", "watch"), clusterRules: rule("get") },
    // A changed configuration rolls the pods; the reloader would be a container more on each node.
    configReloader: { enabled: false },
    serviceMonitor: { enabled: on("prometheus-operator-crds") },
    alloy: {
      configMap: { create: true, content },
      storagePath: stateDirectory,
      enableReporting: false,
      listenPort: alloyPort,
      livenessProbe: {
        httpGet: { path: "/-/healthy", port: alloyPort },
        initialDelaySeconds: 60,
        periodSeconds: 10,
        failureThreshold: 6,
      },
      securityContext: hardened,
      mounts: { extra: [{ name: "state", mountPath: stateDirectory }] },
    },
  };
}

/**
 * Grafana Alloy on every node, the successor of Promtail: what containers write to stdout and stderr goes to Loki (TB-16,
 * TB-72).
 *
 * Values: grafana/alloy, tag helm-chart/1.11.1 (commit 233907cff2), operations/helm/charts/alloy/values.yaml.
 *
 * It reads files. Through the API server it would need no host, but each line would pass the control plane.
 */
export const alloy: Addon<AlloySettings> = {
  name: alloyName,
  summary: "Alloy, which collects the logs of all containers for Loki",
  configPath: "observability.logs.loki",
  wave: waves.observability,
  chart: chartPin(alloyName),
  labelsAt: ["controller.extraLabels"],
  page: { panels },
  rules,
  needs: [{ addon: lokiName, why: "it writes there", set: "observability.logs.loki: {}" }],
  excludes: [],
  namespaces: (settings) => [
    {
      name: settings.namespace,
      podSecurity: "privileged",
      reason: "the collector reads the log files of its node and keeps there how far it has read",
    },
  ],
  pods: () => [alike(`DaemonSet/${alloyName}`, "node", "alloy.resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: (input) => {
    const { facts, settings } = input;
    const common = commonValues(input, alloyName, collectorConfig(facts.platform, settings.lokiNamespace), "pods");
    return {
      ...common,
      // The files are root's and readable by root alone; more than their owner's rights it does not have.
      global: { podSecurityContext: { runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } } },
      controller: {
        type: "daemonset",
        podLabels: ownerLabels(facts.platform),
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
        tolerations: [{ operator: "Exists" }],
        priorityClassName: "system-node-critical",
        volumes: { extra: [{ name: "state", hostPath: { path: stateDirectory, type: "DirectoryOrCreate" } }] },
      },
      alloy: {
        ...common.alloy,
        mounts: { varlog: true, ...common.alloy.mounts },
        resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } },
      },
    };
  },
  objects: (input) => [networkPolicy(input, alloyName)],
};

/** The events of Kubernetes in the same place (TB-73). One pod: two would write each event twice. */
export const alloyEvents: Addon<AlloySettings> = {
  name: alloyEventsName,
  summary: "Alloy, which sends the events of Kubernetes to Loki",
  configPath: "observability.logs.loki",
  wave: waves.observability,
  chart: chartPin(alloyName),
  labelsAt: ["controller.extraLabels"],
  page: { none: "shown on the page of alloy" },
  needs: alloy.needs,
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`Deployment/${alloyEventsName}`, 1, "alloy.resources")],
  delivery: alloy.delivery,
  values: (input) => {
    const { facts, settings, placement } = input;
    const common = commonValues(input, alloyEventsName, eventsConfig(facts.platform, settings.lokiNamespace), "events");
    return {
      ...common,
      global: {
        // The image's own user: grafana/alloy, Dockerfile.
        podSecurityContext: {
          runAsNonRoot: true,
          runAsUser: 473,
          runAsGroup: 473,
          fsGroup: 473,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
      controller: {
        type: "deployment",
        replicas: 1,
        podLabels: ownerLabels(facts.platform),
        // The old one first: side by side both would write.
        updateStrategy: { type: "Recreate" },
        ...placement,
        priorityClassName: "system-cluster-critical",
        volumes: { extra: [{ name: "state", emptyDir: { sizeLimit: "100Mi" } }] },
      },
      alloy: { ...common.alloy, resources: resources("20m", "128Mi") },
    };
  },
  objects: (input) => [networkPolicy(input, alloyEventsName)],
};

/** Metrics in; DNS, the API server and Loki out. */
function networkPolicy({ namespace, settings, namespaceOf }: AddonInput<AlloySettings>, instance: string) {
  return peerPolicy({
    namespace,
    name: instance,
    selector: { "app.kubernetes.io/name": alloyName, "app.kubernetes.io/instance": instance },
    ingressFrom: [{ namespaces: [namespaceOf(stackName) ?? "monitoring"], ports: [alloyPort] }],
    egressTo: [{ namespaces: [settings.lokiNamespace], ports: calledPorts }],
  });
}
