import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import type { DeploymentPlan } from "../pod/deployment";
import { podMetadata } from "../pod/deployment";
import { jobPodSpec } from "../pod/pod-spec";
import { beforeRolloutName } from "./job-names";
import type { BeforeRolloutSettings, CronSettings } from "./job-settings";

type JobSpec = k8s.types.input.batch.v1.JobSpec;
type CronJobSpec = k8s.types.input.batch.v1.CronJobSpec;

/** A Job of one pod at a time. Pods that a drained node takes along are made again without counting as a try. */
function jobSpec(
  plan: DeploymentPlan,
  { timeoutSeconds, retries }: { timeoutSeconds: number; retries: number },
): JobSpec {
  return {
    completions: 1,
    parallelism: 1,
    backoffLimit: retries,
    activeDeadlineSeconds: timeoutSeconds,
    podFailurePolicy: {
      rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
    },
    template: { metadata: podMetadata(plan), spec: jobPodSpec(plan) },
  };
}

const concurrencyPolicy = { forbid: "Forbid", replace: "Replace" } as const;

/** The CronJob of a service: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/ */
export function cronJobSpec(plan: DeploymentPlan, cron: NonNullable<CronSettings>): CronJobSpec {
  return {
    schedule: cron.schedule,
    timeZone: cron.timezone,
    concurrencyPolicy: concurrencyPolicy[cron.concurrency],
    startingDeadlineSeconds: cron.startWithinSeconds,
    successfulJobsHistoryLimit: cron.history.succeeded,
    failedJobsHistoryLimit: cron.history.failed,
    suspend: cron.suspend,
    jobTemplate: { metadata: { labels: plan.podLabels }, spec: jobSpec(plan, cron) },
  };
}

/** A run before a rollout: its name has a checksum of what it runs, so that what changes makes a new one. */
export function beforeRolloutJob(
  plan: DeploymentPlan,
  run: NonNullable<BeforeRolloutSettings>,
): { name: string; spec: JobSpec } {
  const { command, args } = run;
  const spec = jobSpec(
    { ...plan, settings: { ...plan.settings, command, args } },
    { timeoutSeconds: run.timeoutSeconds, retries: run.retries },
  );
  const checksum = createHash("sha256").update(JSON.stringify(spec)).digest("hex");
  return { name: `${beforeRolloutName(plan.name)}-${checksum.slice(0, 8)}`, spec };
}
