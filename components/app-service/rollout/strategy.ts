import type { ServiceSettings } from "../settings";
import type { AnalysisSettings } from "./rollout-settings";

type Versions = Pick<ServiceSettings, "rollout">;

/** True where Argo Rollouts replaces versions, and a Rollout stands in the place of the Deployment. */
export function isProgressive({ rollout }: Versions): boolean {
  return (rollout.canary ?? rollout.blueGreen) !== undefined;
}

/** The analysis of a rollout; undefined for a rolling update and where a stack gave a reason for none. */
export function analysisOf({ rollout }: Versions): AnalysisSettings | undefined {
  const analysis = rollout.canary?.analysis ?? rollout.blueGreen?.analysis;
  return analysis?.none ? undefined : analysis;
}

/**
 * Name of the Service of the new version alone; undefined where there is none. A canary without routes is split by the
 * number of its pods, and needs no Service of its own.
 */
export function newVersionService(
  service: string,
  { rollout, routes, port }: Versions & Pick<ServiceSettings, "routes" | "port">,
) {
  if (port === "none") return undefined;
  if (rollout.blueGreen) return `${service}-preview`;
  return rollout.canary && routes.length ? `${service}-canary` : undefined;
}

/**
 * Label by which the pods of one version are told from another's: that of Deployments, or of Rollouts (argo-rollouts
 * v1.9.1, pkg/apis/rollouts/v1alpha1/types.go, DefaultRolloutUniqueLabelKey).
 */
export function versionLabel(settings: Versions): string {
  return isProgressive(settings) ? "rollouts-pod-template-hash" : "pod-template-hash";
}

/** Pods that a rollout adds to so many, rounded up as the controllers do. */
export function surgeOf(
  { singleton, rollout, routes }: Pick<ServiceSettings, "singleton" | "rollout" | "routes">,
  pods: number,
): number {
  if (singleton) return 0;
  const { maxSurge, canary, blueGreen } = rollout;
  if (blueGreen) return pods;
  // With the requests split by routes, both versions have the pods for their share, each rounded up.
  if (canary && routes.length) return canary.keepStable ? pods : 1;
  return typeof maxSurge === "number" ? maxSurge : Math.ceil((Number.parseInt(maxSurge, 10) * pods) / 100);
}
