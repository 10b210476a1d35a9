import type { NamespaceRef } from "../../shared/refs";
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

type Mesh = NamespaceRef["mesh"];

/** Whether a canary's requests are split, by the routes of gateways or the proxies of its callers, and not by its pods. */
function isSplit({ rollout, routes, port }: Split, mesh: Mesh): boolean {
  return rollout.canary !== undefined && port !== "none" && (routes.length > 0 || mesh === "istio");
}

type Split = Versions & Pick<ServiceSettings, "routes" | "port">;

/**
 * Name of the Service of the new version alone; undefined where there is none. A canary outside the mesh and without
 * routes is split by the number of its pods, and needs no Service of its own.
 */
export function newVersionService(service: string, settings: Split, mesh: Mesh): string | undefined {
  if (settings.rollout.blueGreen && settings.port !== "none") return `${service}-preview`;
  return isSplit(settings, mesh) ? `${service}-canary` : undefined;
}

/** The same, of a canary only: what the requests are split with. */
export function canaryService(service: string, settings: Split, mesh: Mesh): string | undefined {
  return settings.rollout.canary && newVersionService(service, settings, mesh);
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
  settings: Pick<ServiceSettings, "singleton" | "rollout" | "routes" | "port">,
  pods: number,
  mesh: Mesh,
): number {
  if (settings.singleton) return 0;
  const { maxSurge, canary, blueGreen } = settings.rollout;
  if (blueGreen) return pods;
  // With the requests split, both versions have the pods for their share, each rounded up.
  if (isSplit(settings, mesh)) return canary?.keepStable ? pods : 1;
  return typeof maxSurge === "number" ? maxSurge : Math.ceil((Number.parseInt(maxSurge, 10) * pods) / 100);
}
