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
  const { podLabels, config } = plan;
  return {
    metadata: {
      labels: podLabels,
      ...(config ? { annotations: { [annotation.configChecksum]: config.checksum } } : {}),
    },
    spec: podSpec(plan),
  };
}

/** Annotations of the Deployment: how long Pulumi waits for it, and what its stack's owner takes on themselves. */
export function deploymentAnnotations({ rollout, probes }: ServiceSettings): Record<string, string> {
  const waiver = probes.none && `${probes.none.reason} until ${probes.none.until}`;
  return {
    [annotation.pulumiTimeout]: String(rollout.timeoutSeconds),
    ...(waiver
      ? {
          [`${annotation.waivePrefix}liveness-probe`]: waiver,
          [`${annotation.waivePrefix}readiness-probe`]: waiver,
        }
      : {}),
  };
}

function strategyOf({ singleton, rollout }: ServiceSettings): NonNullable<DeploymentSpec["strategy"]> {
  if (singleton) return { type: "Recreate" };
  const { maxSurge, maxUnavailable } = rollout;
  return { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
}
