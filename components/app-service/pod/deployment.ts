import type * as k8s from "@pulumi/kubernetes";
import { annotation } from "../../shared/vocabulary";
import { isAutoscaled } from "../scaling/autoscaling";
import { podSpec, type PodPlan } from "./pod-spec";
import type { ServiceSettings } from "../settings";

type DeploymentSpec = k8s.types.input.apps.v1.DeploymentSpec;

/** What is beside the pod in a Deployment. */
export interface DeploymentPlan extends PodPlan {
  /** Labels of the pods; the selector's among them. */
  podLabels: Record<string, string>;
  /** Annotations of the pods beside that of their ConfigMap. */
  podAnnotations?: Record<string, string>;
}

/** The Deployment of a service. It says no number of pods where the autoscaler does: the two would fight over the field. */
export function deploymentSpec(plan: DeploymentPlan): DeploymentSpec {
  const { settings, selector } = plan;
  const { rollout, scaling } = settings;
  return {
    ...(isAutoscaled(scaling) ? {} : { replicas: scaling.min }),
    selector: { matchLabels: selector },
    strategy: strategyOf(settings),
    minReadySeconds: rollout.minReadySeconds,
    progressDeadlineSeconds: rollout.timeoutSeconds,
    revisionHistoryLimit: rollout.history,
    template: podTemplate(plan),
  };
}

/** Template of the pods, of a Deployment or of the Rollout in its place. */
export function podTemplate(plan: DeploymentPlan) {
  return { metadata: podMetadata(plan), spec: podSpec(plan) };
}

/** Labels of the pods, and what makes them new when their configuration changes. */
export function podMetadata({ podLabels, podAnnotations, config }: DeploymentPlan) {
  const annotations = { ...podAnnotations, ...(config ? { [annotation.configChecksum]: config.checksum } : {}) };
  return {
    labels: podLabels,
    ...(Object.keys(annotations).length ? { annotations } : {}),
  };
}

/** Annotations of the Deployment: how long Pulumi waits for it, and what its stack's owner takes on themselves. */
export function deploymentAnnotations(settings: ServiceSettings): Record<string, string> {
  return {
    [annotation.pulumiTimeout]: String(settings.rollout.timeoutSeconds),
    ...(settings.scaling.max === 0 ? { [annotation.reason]: "the stack is standby; role: active starts it" } : {}),
    ...deploymentWaivers(settings),
  };
}

/** Rules of the policy pack that the settings ask to be let off, each with its reason and end. */
export function deploymentWaivers({ probes, qos }: Pick<ServiceSettings, "probes" | "qos">): Record<string, string> {
  return {
    ...waivers(probes.none, ["liveness-probe", "readiness-probe"]),
    ...waivers(typeof qos === "object" ? qos.bestEffort : undefined, [
      "container-requests",
      "cpu-limit",
      "memory-limit",
    ]),
  };
}

function waivers(given: { reason: string; until: string } | undefined, rules: string[]): Record<string, string> {
  if (!given) return {};
  return Object.fromEntries(
    rules.map((rule) => [`${annotation.waivePrefix}${rule}`, `${given.reason} until ${given.until}`]),
  );
}

function strategyOf({ singleton, rollout }: ServiceSettings): NonNullable<DeploymentSpec["strategy"]> {
  if (singleton) return { type: "Recreate" };
  const { maxSurge, maxUnavailable } = rollout;
  return { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
}
