import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { noGrant } from "../../shared/grant";
import { selectorLabels } from "../../shared/labels";
import type { ConfigMapPlan } from "../config/config-map";
import { sidecarAnnotations } from "../mesh/sidecar";
import { serviceLabels } from "../metadata";
import type { ServiceOwner } from "../owner";
import { createBeforeRollout, createCronJob, cronJobTarget } from "../jobs/jobs";
import { telemetryEnv } from "../monitoring/telemetry";
import { createRollout, rolloutTarget } from "../rollout/rollout";
import { isProgressive } from "../rollout/strategy";
import type { ScaleTarget } from "../scaling/autoscaling";
import { deploymentAnnotations, deploymentSpec, type DeploymentPlan } from "./deployment";
import { imageReference } from "./image";

/** What runs the pods of a service. */
export interface Workload {
  resource: pulumi.Resource;
  target: ScaleTarget;
}

/** Makes what runs the pods, after everything that they need. */
export function createWorkload(
  owner: ServiceOwner,
  config: ConfigMapPlan | undefined,
  before: pulumi.Resource[],
): Workload {
  const plan = podPlan(owner, config);
  const cronJob = createCronJob(owner, plan, before);
  if (cronJob) return { resource: cronJob, target: cronJobTarget(owner.name) };
  const ready = [...before, ...createBeforeRollout(owner, plan, before)];
  if (isProgressive(owner.args.settings)) {
    return { resource: createRollout(owner, plan, ready), target: rolloutTarget(owner.name) };
  }
  const target = { apiVersion: "apps/v1", kind: "Deployment", name: owner.name };
  return { resource: createDeployment(owner, plan, ready), target };
}

function createDeployment(owner: ServiceOwner, plan: DeploymentPlan, before: pulumi.Resource[]): pulumi.Resource {
  const { settings } = owner.args;
  const deployment = {
    metadata: owner.metadata(owner.name, deploymentAnnotations(settings)),
    spec: deploymentSpec(plan),
  };
  return owner.make("deployment", k8s.apps.v1.Deployment, owner.name, deployment, { dependsOn: before });
}

function podPlan({ name, args }: ServiceOwner, config: ConfigMapPlan | undefined): DeploymentPlan {
  const { settings, pools, registry, namespace, telemetry, grant = noGrant } = args;
  return {
    name,
    settings,
    image: imageReference(settings.image, registry),
    selector: selectorLabels(name),
    podLabels: serviceLabels(args, name),
    podAnnotations: namespace.mesh === "istio" ? sidecarAnnotations(settings) : {},
    pool: settings.pool === undefined ? undefined : pools[settings.pool],
    config,
    telemetry: settings.traces ? telemetryEnv(name, namespace.name, telemetry) : [],
    grant,
  };
}
