import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { noGrant } from "../../shared/grant";
import { selectorLabels } from "../../shared/labels";
import { transformed } from "../../shared/transform";
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
  const { settings, transform } = owner.args;
  if (!settings.cron) return undefined;
  const metadata = owner.metadata(owner.name, deploymentWaivers(settings));
  return new k8s.batch.v1.CronJob(
    owner.name,
    transformed<k8s.batch.v1.CronJobArgs>({ metadata, spec: cronJobSpec(plan, settings.cron) }, transform?.cronJob),
    owner.opts({ dependsOn: before }),
  );
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
  const { settings, transform } = owner.args;
  if (!settings.beforeRollout) return [];
  const name = beforeRolloutName(owner.name);
  const labels = { ...serviceLabels(owner.args, name) };
  const policy = createNetworkPolicy(owner, name, labels);
  const job = beforeRolloutJob({ ...plan, podLabels: labels }, settings.beforeRollout);
  const metadata = owner.metadata(job.name, {
    ...deploymentWaivers(settings),
    [annotation.pulumiTimeout]: String(settings.beforeRollout.timeoutSeconds + margin),
  });
  const run = new k8s.batch.v1.Job(
    owner.child("before-rollout"),
    transformed<k8s.batch.v1.JobArgs>({ metadata: { ...metadata, labels }, spec: job.spec }, transform?.beforeRollout),
    owner.opts({ dependsOn: [...before, policy] }),
  );
  return [run];
}

function createNetworkPolicy(owner: ServiceOwner, name: string, labels: Record<string, string>): pulumi.Resource {
  const { settings, edges, vpcCidr, identity, telemetry, grant = noGrant, transform } = owner.args;
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
  return new k8s.networking.v1.NetworkPolicy(
    owner.child("before-rollout"),
    transformed<k8s.networking.v1.NetworkPolicyArgs>(policy, transform?.beforeRolloutNetworkPolicy),
    owner.opts(),
  );
}
