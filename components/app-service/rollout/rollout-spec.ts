import type { NamespaceRef } from "../../shared/refs";
import { podTemplate, type DeploymentPlan } from "../pod/deployment";
import { meshRouteName } from "../mesh/traffic-rules";
import { isAutoscaled } from "../scaling/autoscaling";
import { analysisArguments, analysisName } from "./analysis";
import { analysisOf, canaryService, newVersionService } from "./strategy";

/** What a Rollout needs beside the pods. */
export interface RolloutPlan extends DeploymentPlan {
  /** Names of the HTTPRoutes whose weights it moves. */
  routes: string[];
  namespace: Pick<NamespaceRef, "name" | "mesh">;
}

/**
 * The Rollout of a service, in the place of its Deployment. It has the pod template itself: a reference to a Deployment
 * would leave two objects that both own the number of pods.
 *
 * Fields: argoproj/argo-rollouts v1.9.1, pkg/apis/rollouts/v1alpha1/types.go.
 */
export function rolloutSpec(plan: RolloutPlan) {
  const { settings, selector } = plan;
  const { rollout, scaling } = settings;
  return {
    ...(isAutoscaled(scaling) ? {} : { replicas: scaling.min }),
    selector: { matchLabels: selector },
    minReadySeconds: rollout.minReadySeconds,
    progressDeadlineSeconds: rollout.timeoutSeconds,
    // A version that never becomes ready is taken back, not left half out.
    progressDeadlineAbort: true,
    revisionHistoryLimit: rollout.history,
    // Back to one of the last versions at once: its steps have been passed before.
    rollbackWindow: { revisions: Math.max(1, rollout.history) },
    strategy: rollout.blueGreen ? { blueGreen: blueGreen(plan) } : { canary: canary(plan) },
    template: podTemplate(plan),
  };
}

function canary(plan: RolloutPlan) {
  const { name, namespace, settings } = plan;
  const { canary: given, maxSurge, maxUnavailable } = settings.rollout;
  const newVersion = canaryService(name, settings, namespace.mesh);
  const analysis = analysisOf(settings);
  return {
    maxSurge,
    maxUnavailable,
    ...(newVersion === undefined
      ? {}
      : {
          stableService: name,
          canaryService: newVersion,
          dynamicStableScale: given?.keepStable === false,
          trafficRouting: trafficRouting(plan),
        }),
    steps: (given?.steps ?? []).flatMap(({ weight, pause }) => [
      { setWeight: weight },
      ...(pause === undefined ? [] : [{ pause: pause === "manual" ? {} : { duration: pause } }]),
    ]),
    // From the first pause on: before it the new version has no requests to be judged by.
    ...(analysis ? { analysis: { ...analysisRun(name), startingStep: 1 } } : {}),
  };
}

function blueGreen({ name, namespace, settings }: RolloutPlan) {
  const { blueGreen: given, maxUnavailable } = settings.rollout;
  return {
    activeService: name,
    previewService: newVersionService(name, settings, namespace.mesh),
    autoPromotionEnabled: given?.promote === "automatic",
    scaleDownDelaySeconds: given?.keepOldSeconds,
    maxUnavailable,
    // While it runs the old version is there; when it fails the requests go back.
    ...(analysisOf(settings) ? { postPromotionAnalysis: analysisRun(name) } : {}),
  };
}

/** Who moves the weights: the plugin those of gateways' routes, the controller those of the callers' proxies in the mesh. */
function trafficRouting({ name, namespace, routes }: RolloutPlan) {
  const httpRoutes = routes.map((route) => ({ name: route }));
  return {
    ...(httpRoutes.length ? { plugins: { [gatewayPlugin]: { namespace: namespace.name, httpRoutes } } } : {}),
    ...(namespace.mesh === "istio" ? { istio: { virtualService: { name, routes: [meshRouteName] } } } : {}),
  };
}

/** argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi v0.15.0, docs/features/multiple-routes.md. */
const gatewayPlugin = "argoproj-labs/gatewayAPI";

function analysisRun(service: string) {
  return { templates: [{ templateName: analysisName(service) }], args: analysisArguments };
}
