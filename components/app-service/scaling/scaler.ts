import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels } from "../../shared/labels";
import { transformed } from "../../shared/transform";
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
  const { settings, transform } = owner.args;
  const spec = autoscalerSpec(target, settings.scaling);
  if (!spec) return;
  new k8s.autoscaling.v2.HorizontalPodAutoscaler(
    owner.name,
    transformed<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>(
      { metadata: owner.metadata(owner.name), spec },
      transform?.autoscaler,
    ),
    owner.opts({ dependsOn: [workload] }),
  );
}

function createScaledObject(owner: ServiceOwner, target: ScaleTarget, workload: pulumi.Resource): void {
  const { settings, context, prometheusUrl, transform } = owner.args;
  const spec = scaledObjectSpec(target, settings.scaling, { context, prometheusUrl });
  if (!spec) return;
  const before = settings.scaling.queues.length ? [createQueueAuthentication(owner)] : [];
  const scaledObject = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: owner.metadata(owner.name),
    spec,
  };
  new k8s.apiextensions.CustomResource(
    owner.child("scaler"),
    transformed<k8s.apiextensions.CustomResourceArgs>(scaledObject, transform?.scaledObject),
    owner.opts({ dependsOn: [workload, ...before] }),
  );
}

function createQueueAuthentication(owner: ServiceOwner): pulumi.Resource {
  const authentication = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "TriggerAuthentication",
    metadata: owner.metadata(queueAuthenticationName(owner.name)),
    spec: queueAuthenticationSpec,
  };
  return new k8s.apiextensions.CustomResource(
    owner.child("queue-authentication"),
    transformed<k8s.apiextensions.CustomResourceArgs>(authentication, owner.args.transform?.triggerAuthentication),
    owner.opts(),
  );
}

function createRecommendation(owner: ServiceOwner, target: ScaleTarget, workload: pulumi.Resource): void {
  const { settings, transform } = owner.args;
  if (!settings.recommend) return;
  const autoscaler = {
    apiVersion: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    metadata: owner.metadata(owner.name),
    spec: recommendationSpec(target, settings.recommend),
  };
  new k8s.apiextensions.CustomResource(
    owner.child("recommendation"),
    transformed<k8s.apiextensions.CustomResourceArgs>(autoscaler, transform?.recommendation),
    owner.opts({ dependsOn: [workload] }),
  );
}

function createDisruptionBudget(owner: ServiceOwner): void {
  const { disruption, scaling } = owner.args.settings;
  const spec = budgetSpec(disruption, scaling, selectorLabels(owner.name));
  if (!spec) return;
  new k8s.policy.v1.PodDisruptionBudget(
    owner.name,
    transformed<k8s.policy.v1.PodDisruptionBudgetArgs>(
      { metadata: owner.metadata(owner.name), spec },
      owner.args.transform?.disruptionBudget,
    ),
    owner.opts(),
  );
}
