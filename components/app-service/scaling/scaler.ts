import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels } from "../../shared/labels";
import type { ServiceOwner } from "../owner";
import { autoscalerSpec, type ScaleTarget } from "./autoscaling";
import { budgetSpec } from "./disruption";
import { queueAuthenticationName, queueAuthenticationSpec, scaledObjectSpec } from "./keda";
import { recommendationSpec } from "./recommendation";

/** What owns the number of pods: an HPA or a ScaledObject, never both; and what may be recommended and disrupted. */
export function createScaler(owner: ServiceOwner, target: ScaleTarget, workload: pulumi.Resource): void {
  createAutoscaler(owner, target, workload);
  createScaledObject(owner, target, workload);
  createRecommendation(owner, target, workload);
  createDisruptionBudget(owner);
}

function createAutoscaler(owner: ServiceOwner, target: ScaleTarget, workload: pulumi.Resource): void {
  const { settings } = owner.args;
  const spec = autoscalerSpec(target, settings.scaling);
  if (!spec) return;
  const autoscaler = { metadata: owner.metadata(owner.name), spec };
  const { HorizontalPodAutoscaler } = k8s.autoscaling.v2;
  owner.make("autoscaler", HorizontalPodAutoscaler, owner.name, autoscaler, { dependsOn: [workload] });
}

function createScaledObject(owner: ServiceOwner, target: ScaleTarget, workload: pulumi.Resource): void {
  const { settings, context, prometheusUrl } = owner.args;
  const spec = scaledObjectSpec(target, settings.scaling, { context, prometheusUrl });
  if (!spec) return;
  const before = settings.scaling.queues.length ? [createQueueAuthentication(owner)] : [];
  const scaledObject = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: owner.metadata(owner.name),
    spec,
  };
  owner.make("scaledObject", k8s.apiextensions.CustomResource, owner.child("scaler"), scaledObject, {
    dependsOn: [workload, ...before],
  });
}

function createQueueAuthentication(owner: ServiceOwner): pulumi.Resource {
  const authentication = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "TriggerAuthentication",
    metadata: owner.metadata(queueAuthenticationName(owner.name)),
    spec: queueAuthenticationSpec,
  };
  const logicalName = owner.child("queue-authentication");
  return owner.make("triggerAuthentication", k8s.apiextensions.CustomResource, logicalName, authentication);
}

function createRecommendation(owner: ServiceOwner, target: ScaleTarget, workload: pulumi.Resource): void {
  const { settings } = owner.args;
  if (!settings.recommend) return;
  const autoscaler = {
    apiVersion: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    metadata: owner.metadata(owner.name),
    spec: recommendationSpec(target, settings.recommend),
  };
  owner.make("recommendation", k8s.apiextensions.CustomResource, owner.child("recommendation"), autoscaler, {
    dependsOn: [workload],
  });
}

function createDisruptionBudget(owner: ServiceOwner): void {
  const { disruption, scaling } = owner.args.settings;
  const spec = budgetSpec(disruption, scaling, selectorLabels(owner.name));
  if (!spec) return;
  const budget = { metadata: owner.metadata(owner.name), spec };
  owner.make("disruptionBudget", k8s.policy.v1.PodDisruptionBudget, owner.name, budget);
}
