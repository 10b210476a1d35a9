import { dnsSuffix, type PlatformContext } from "../../shared/context";
import { isAutoscaled, scalingBehavior, type ScaleTarget } from "./autoscaling";
import type { ScalingSettings } from "./scaling-settings";
import type { QueryTrigger, QueueTrigger, ScheduleTrigger } from "./trigger-settings";

/** Where KEDA asks, of the stack. */
export interface KedaSources {
  context: Pick<PlatformContext, "region" | "accountId" | "partition">;
  /** URL of Prometheus; undefined where there is none. */
  prometheusUrl: string | undefined;
}

interface Trigger {
  type: string;
  metadata: Record<string, string>;
  metricType?: "Utilization" | "AverageValue";
  authenticationRef?: { name: string };
}

/** Queues whose length scales the service. */
export function scalingQueues({ scaling }: { scaling: ScalingSettings }): QueueTrigger[] {
  return isAutoscaled(scaling) ? scaling.queues : [];
}

/**
 * The ScaledObject of a service; undefined where the number of pods is fixed, or an HPA's.
 *
 * Fields: kedacore/keda v2.20.2, apis/keda/v1alpha1/scaledobject_types.go; metadata of triggers: pkg/scalers/
 * {aws_sqs_queue,prometheus,cron,cpu_memory}_scaler.go.
 */
export function scaledObjectSpec(target: ScaleTarget, scaling: ScalingSettings, sources: KedaSources) {
  if (!isAutoscaled(scaling) || scaling.with !== "keda") return undefined;
  const asked = [
    ...scaling.queues.map((one) => queueTrigger(one, sources, queueAuthenticationName(target.name))),
    ...scaling.queries.map((one) => queryTrigger(one, sources)),
  ];
  return {
    scaleTargetRef: target,
    minReplicaCount: scaling.min,
    maxReplicaCount: scaling.max,
    advanced: { horizontalPodAutoscalerConfig: { behavior: scalingBehavior(scaling) } },
    // While a queue or Prometheus does not answer, no pod is taken away. CPU and memory have no such thing.
    ...(asked.length
      ? { fallback: { failureThreshold: 3, replicas: scaling.min, behavior: "currentReplicasIfHigher" } }
      : {}),
    triggers: [
      ...utilization("cpu", scaling.cpu),
      ...utilization("memory", scaling.memory),
      ...asked,
      ...scaling.schedules.map(scheduleTrigger),
    ],
  };
}

/** Name of the TriggerAuthentication of a service's queues. */
export function queueAuthenticationName(service: string): string {
  return `${service}-queues`;
}

/**
 * How KEDA reads the queues: with the operator's own role, which may ask for the length of these queues and nothing
 * else. The role of the workload would need to be assumable by the operator, and lets it do whatever the service may.
 * https://keda.sh/docs/2.20/authentication-providers/aws/
 */
export const queueAuthenticationSpec = { podIdentity: { provider: "aws", identityOwner: "keda" } };

/** URL of a queue of the stack's account, or the one that was given. */
export function queueUrl(queue: string, { region, accountId, partition }: KedaSources["context"]): string {
  return queue.startsWith("https:") ? queue : `https://sqs.${region}.${dnsSuffix(partition)}/${accountId}/${queue}`;
}

/** ARN of a queue, which KEDA's role names. */
export function queueArn(queue: string, context: KedaSources["context"]): string {
  const [, region, account, name] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(queueUrl(queue, context)) ?? [];
  return `arn:${context.partition}:sqs:${region ?? ""}:${account ?? ""}:${name ?? ""}`;
}

function utilization(type: "cpu" | "memory", value: number | undefined): Trigger[] {
  return value === undefined ? [] : [{ type, metricType: "Utilization", metadata: { value: String(value) } }];
}

function queueTrigger({ queue, perPod }: QueueTrigger, { context }: KedaSources, authentication: string): Trigger {
  const queueURL = queueUrl(queue, context);
  return {
    type: "aws-sqs-queue",
    metadata: {
      queueURL,
      queueLength: String(perPod),
      awsRegion: /^https:\/\/sqs\.([^.]+)\./.exec(queueURL)?.[1] ?? context.region,
    },
    authenticationRef: { name: authentication },
  };
}

function queryTrigger({ query, perPod }: QueryTrigger, { prometheusUrl }: KedaSources): Trigger {
  return {
    type: "prometheus",
    metadata: { serverAddress: prometheusUrl ?? "", query, threshold: String(perPod) },
  };
}

function scheduleTrigger({ start, end, timezone, pods }: ScheduleTrigger): Trigger {
  return { type: "cron", metadata: { timezone, start, end, desiredReplicas: String(pods) } };
}
