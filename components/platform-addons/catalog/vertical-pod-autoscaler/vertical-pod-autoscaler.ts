import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { label } from "../../../shared/vocabulary";
import { type AddonObject, type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { podMonitor } from "../../pod-monitor";
import { alike } from "../../pods";
import { refersTo } from "../../../shared/reference";

const name = "vertical-pod-autoscaler";
const selector = {
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": name,
  "app.kubernetes.io/component": "recommender",
};

const bound = z
  .strictObject({
    cpu: z.string().optional().describe("CPU, such as 100m."),
    memory: z.string().optional().describe("Memory, such as 128Mi."),
  })
  .optional();

const target = z
  .strictObject({
    namespace: refersTo("namespace", z.string().min(1)).describe("Namespace of the workload."),
    kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]).default("Deployment").describe("Kind of the workload."),
    name: z.string().min(1).describe("Name of the workload."),
    container: z.string().min(1).default("*").describe("Container that the bounds are about; `*` is each."),
    minAllowed: bound.describe("Least that is recommended."),
    maxAllowed: bound.describe("Most that is recommended."),
  })
  .describe("A workload whose requests are judged: a VerticalPodAutoscaler.");

/** Settings of the autoscaler beside those of every add-on. */
export interface VerticalPodAutoscalerSettings extends CommonAddonSettings {
  targets: Record<string, z.output<typeof target>>;
}

/**
 * Vertical Pod Autoscaler: says what pods should request, and changes nothing (KP-30, MP-36, KP-62, SS-46).
 *
 * Values: kubernetes/autoscaler, tag vertical-pod-autoscaler-chart-0.11.0,
 * vertical-pod-autoscaler/charts/vertical-pod-autoscaler/values.yaml.
 *
 * The recommender alone: what applies its figures would act against every HorizontalPodAutoscaler on CPU or memory, and
 * the chart says of itself that it is not ready for production. The program stays the one that sets requests.
 */
export const verticalPodAutoscaler: CatalogAddon<VerticalPodAutoscalerSettings> = {
  name,
  summary: "recommendations of what pods should request",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["commonLabels", "recommender.podLabels"],
  crds: { files: definitionsPin(name) },
  page: { none: "what it recommends is in its objects" },
  needs: [{ addon: "metrics-server", why: "it judges by the CPU and memory that pods use" }],
  excludes: [],
  settings: (defaults) =>
    z.strictObject({
      ...commonAddonKeys(defaults, "system"),
      targets: z
        .record(z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/), target)
        .default({})
        .describe("Workloads that get a recommendation, by the name of its object; `kubectl describe vpa` shows it."),
    }),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${name}-recommender`, settings.replicas, "recommender.resources")],
  delivery: () => ({ kind: "chart", reason: "without its webhook the chart has no hooks, and renders the same twice" }),
  objects: ({ settings, namespace, on }) => [
    // 8942: metrics, the port `prometheus` of the pod. The chart has no monitor.
    controllerPolicy({ namespace, name, selector, ingressPorts: [8942] }),
    ...(on("prometheus-operator-crds") ? [podMonitor({ namespace, name }, selector, { port: "prometheus" })] : []),
    ...Object.entries(settings.targets).map(([key, one]) => recommendation(key, one)),
  ],
  values: ({ settings, placement }) => ({
    fullnameOverride: name,
    podSecurityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    admissionController: { enabled: false, certGen: { enabled: false } },
    updater: { enabled: false },
    recommender: {
      // One works, the others wait for its lease.
      replicas: settings.replicas,
      // Upstream's own requests: vertical-pod-autoscaler/deploy/recommender-deployment.yaml.
      resources: resources("50m", "500Mi"),
      priorityClassName: "system-cluster-critical",
      nodeSelector: placement.nodeSelector,
      tolerations: placement.tolerations,
      // The chart has no key for spread constraints.
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: selector }, topologyKey: label.hostname },
          ],
        },
      },
      // With the chart's default of one that must stay, a single copy would keep its node from being drained.
      podDisruptionBudget: { enabled: settings.replicas > 1 },
    },
  }),
};

function recommendation(
  key: string,
  { namespace, kind, name: workload, container, minAllowed, maxAllowed }: z.output<typeof target>,
): AddonObject {
  return {
    apiVersion: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    metadata: { name: key, namespace },
    setting: `targets.${key}`,
    body: {
      spec: {
        targetRef: { apiVersion: "apps/v1", kind, name: workload },
        updatePolicy: { updateMode: "Off" },
        resourcePolicy: {
          containerPolicies: [
            {
              containerName: container,
              ...(minAllowed === undefined ? {} : { minAllowed }),
              ...(maxAllowed === undefined ? {} : { maxAllowed }),
            },
          ],
        },
      },
    },
  };
}
