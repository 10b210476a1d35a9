import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { noGrant } from "../../shared/grant";
import { selectorLabels } from "../../shared/labels";
import { annotation } from "../../shared/vocabulary";
import { serviceLabels } from "../metadata";
import type { ServiceOwner } from "../owner";
import type { DeploymentPlan } from "../pod/deployment";
import { deploymentWaivers } from "../pod/deployment";
import { networkPolicySpec } from "../traffic/network-policy";
import { beforeRolloutName } from "./job-names";
import { beforeRolloutJob, cronJobSpec } from "./job-spec";

/** What a cron job is called by those that look for what runs the pods. */
export function cronJobTarget(name: string) {
  return { apiVersion: "batch/v1", kind: "CronJob", name };
}

/** The CronJob of a service; undefined where it runs all the time. */
export function createCronJob(
  owner: ServiceOwner,
  plan: DeploymentPlan,
  before: pulumi.Resource[],
): pulumi.Resource | undefined {
  const { settings } = owner.args;
  if (!settings.cron) return undefined;
  const metadata = owner.metadata(owner.name, deploymentWaivers(settings));
  const cronJob = { metadata, spec: cronJobSpec(plan, settings.cron) };
  return owner.make("cronJob", k8s.batch.v1.CronJob, owner.name, cronJob, { dependsOn: before });
}

/** Seconds beyond a Job's own deadline in which Pulumi hears of its end. */
const margin = 60;

/**
 * The run before a rollout, with a network policy of its own: the way out is the service's, nothing comes in. Pulumi
 * waits for its end, and whatever depends on it is not touched when it fails.
 */
export function createBeforeRollout(
  owner: ServiceOwner,
  plan: DeploymentPlan,
  before: pulumi.Resource[],
): pulumi.Resource[] {
  const { settings } = owner.args;
  if (!settings.beforeRollout) return [];
  const name = beforeRolloutName(owner.name);
  const labels = { ...serviceLabels(owner.args, name) };
  const policy = createNetworkPolicy(owner, name, labels);
  const job = beforeRolloutJob({ ...plan, podLabels: labels }, settings.beforeRollout);
  const metadata = owner.metadata(job.name, {
    ...deploymentWaivers(settings),
    [annotation.pulumiTimeout]: String(settings.beforeRollout.timeoutSeconds + margin),
  });
  const run = { metadata: { ...metadata, labels }, spec: job.spec };
  const opts = { dependsOn: [...before, policy] };
  return [owner.make("beforeRollout", k8s.batch.v1.Job, owner.child("before-rollout"), run, opts)];
}

function createNetworkPolicy(owner: ServiceOwner, name: string, labels: Record<string, string>): pulumi.Resource {
  const { settings, edges, vpcCidr, identity, telemetry, grant = noGrant } = owner.args;
  const spec = networkPolicySpec({
    settings: { ...settings, port: "none", metrics: undefined },
    selector: selectorLabels(name),
    edges: { calls: edges.calls, calledBy: [] },
    gateways: [],
    monitoringNamespace: undefined,
    vpcCidr,
    identity,
    telemetry: settings.traces ? telemetry : undefined,
    grant,
  });
  const policy = { metadata: { ...owner.metadata(name), labels }, spec };
  const { NetworkPolicy } = k8s.networking.v1;
  return owner.make("beforeRolloutNetworkPolicy", NetworkPolicy, owner.child("before-rollout"), policy);
}
