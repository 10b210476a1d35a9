import { z } from "zod";
import { pattern, remedied } from "../../shared/problem";
import { cronExpression } from "../../shared/schedule";

/** A time zone of the IANA database, with its summer time. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: remedied("is not a time zone", "a name such as Etc/UTC or America/New_York") });

/** Queue names: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const queueForm =
  /^(https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/\d{12}\/)?([A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo)$/;

const queue = z.strictObject({
  queue: pattern(
    queueForm,
    "is neither the name nor the URL of a queue",
    "a name such as jobs, or the queue's URL",
  ).describe("Queue by its name in the stack's account and region, or by its URL."),
  perPod: z
    .int()
    .min(1)
    .default(5)
    .describe("Messages that one pod copes with, waiting and in work together; fewer means more pods."),
});

const query = z.strictObject({
  query: z.string().min(1).describe("PromQL that gives one number: the whole load, not that of one pod."),
  perPod: z.number().positive().describe("Share of that number that one pod copes with."),
});

const schedule = z.strictObject({
  start: cronExpression.describe("When the hours begin."),
  end: cronExpression.describe("When they end."),
  timezone: timeZone.default("Etc/UTC").describe("Time zone of both, with its summer time."),
  pods: z.int().min(1).describe("Fewest pods in these hours; the load may ask for more."),
});

const metric = z.strictObject({
  name: z.string().min(1).describe("Name of the metric in the metrics API."),
  from: z
    .enum(["pods", "external"])
    .default("pods")
    .describe("`pods`: each pod has one (custom.metrics.k8s.io); `external`: one for all (external.metrics.k8s.io)."),
  perPod: z
    .union([z.string(), z.number()])
    .transform(String)
    .describe("Value that one pod copes with, as a quantity such as 100 or 500m."),
  labels: z.record(z.string(), z.string()).default({}).describe("Labels that choose the series."),
});

/** What scales pods beside CPU and memory. */
export const triggerKeys = {
  with: z
    .enum(["hpa", "keda"])
    .optional()
    .describe(
      "What scales: a HorizontalPodAutoscaler or KEDA, which makes one of its own. Left out: KEDA where queues, queries or schedules " +
        "are named, else an HPA. Never both.",
    ),
  metrics: z
    .array(metric)
    .default([])
    .describe("Metrics of the metrics API that an HPA follows beside CPU; needs an adapter that serves them."),
  queues: z
    .array(queue)
    .optional()
    .describe(
      "SQS queues whose messages decide the number of pods, read by KEDA with a role of its own. Left out: those that the service " +
        "consumes, 5 messages a pod; `[]`: none.",
    ),
  queries: z.array(query).default([]).describe("Prometheus queries that decide the number of pods, by KEDA."),
  schedules: z
    .array(schedule)
    .default([])
    .describe("Hours with more pods than `min`, by KEDA: outside of them the service shrinks to what it needs."),
};

export type QueueTrigger = z.output<typeof queue>;

/** Scaling by a queue of which a service says nothing but that it consumes it. */
export function queueTrigger(name: string): QueueTrigger {
  return queue.parse({ queue: name });
}

export type QueryTrigger = z.output<typeof query>;
export type ScheduleTrigger = z.output<typeof schedule>;
export type CustomMetric = z.output<typeof metric>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
