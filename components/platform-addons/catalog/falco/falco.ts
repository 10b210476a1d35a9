import { rules, securityRows } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";

const name = "falco";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/** Priorities of Falco's rules, most urgent first: https://falco.org/docs/concepts/rules/basic-elements/#priority */
const priorities = ["emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"] as const;

/** Settings of Falco beside those of every add-on. */
export interface FalcoSettings extends CommonAddonSettings {
  priority: (typeof priorities)[number];
  leastPrivileged: boolean;
  rules: Record<string, string>;
}

/**
 * Falco: watches the system calls of every node for what no workload should do (KP-45).
 *
 * Values: falcosecurity/charts, tag falco-9.1.0, charts/falco/values.yaml; templates/pod-template.tpl.
 *
 * A DaemonSet: one copy on each node, so neither replicas nor a budget, and no node's taint keeps it away.
 */
export const falco: CatalogAddon<FalcoSettings> = {
  name,
  summary: "detection of threats at run time, on every node",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["controller.labels", "podLabels"],
  page: { none: "its chart brings one, and Security Monitoring shows what it finds" },
  rules,
  rows: { security: securityRows },
  needs: [],
  excludes: [],
  settings: falcoSettings,
  namespaces: (settings) => [
    {
      name: settings.namespace,
      podSecurity: "privileged",
      reason: "the sensor loads a program into the kernel and reads /proc and the containers' socket of its host",
    },
  ],
  pods: () => [alike(`DaemonSet/${name}`, "node", "resources", "falcoctl.artifact.follow.resources")],
  delivery: () => ({ kind: "chart", reason: "its only hook is a test, and the chart renders the same twice" }),
  values: ({ settings, on }) => ({
    driver: {
      // No module to compile, and none to download at a node's start: Linux 5.8 and later have what it needs.
      kind: "modern_ebpf",
      loader: { enabled: false },
      modernEbpf: { leastPrivileged: settings.leastPrivileged },
    },
    collectors: {
      containerEngine: {
        engines: {
          // EKS nodes have containerd and nothing else; each other engine is a socket of the host in the pod.
          docker: { enabled: false },
          podman: { enabled: false },
          containerd: { enabled: false },
          lxc: { enabled: false },
          libvirt_lxc: { enabled: false },
          bpm: { enabled: false },
          cri: { enabled: true, sockets: ["/run/containerd/containerd.sock"] },
        },
      },
    },
    podPriorityClassName: "system-node-critical",
    tolerations: [{ operator: "Exists" }],
    // The chart's own, CPU bounded too: a storm of events must not take the node that it is seen on.
    resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { cpu: "1000m", memory: "1024Mi" } },
    falcoctl: {
      artifact: {
        install: { resources: resources("10m", "64Mi") },
        follow: { resources: resources("10m", "64Mi") },
      },
    },
    falco: { json_output: true, priority: settings.priority },
    customRules: settings.rules,
    metrics: { enabled: true, interval: "1m" },
    serviceMonitor: { create: on("prometheus-operator-crds"), interval: "1m" },
    grafana: { dashboards: { enabled: on("kube-prometheus-stack") } },
  }),
  objects: ({ namespace }) => [
    // Rules come from ghcr.io, at a pod's start and weekly.
    controllerPolicy({ namespace, name, selector, ingressPorts: [8765] }),
  ],
};

function falcoSettings(defaults: AddonDefaults) {
  const { namespace, delivery, values } = commonAddonKeys(defaults, name);
  return z
    .strictObject({
      namespace,
      delivery,
      values,
      priority: z
        .enum(priorities)
        .default("warning")
        .describe("Rules of this priority and above are watched for; each match is a log line, a metric and an alert."),
      leastPrivileged: z
        .boolean()
        .default(true)
        .describe(
          "The sensor has the capabilities BPF, PERFMON, SYS_RESOURCE and SYS_PTRACE instead of everything. `false` where a node's own policy (SELinux, a stricter kernel.perf_event_paranoid) refuses that.",
        ),
      rules: z
        .record(z.string().regex(/^[a-z0-9][a-z0-9_.-]*\.yaml$/), z.string())
        .default({})
        .describe("Rules of your own beside Falco's, by file name, in Falco's YAML."),
    })
    .transform((settings) => ({ ...settings, replicas: 1 }));
}
