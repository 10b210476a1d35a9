import { z } from "zod";
import { remedied } from "../../shared/problem";
import { checkScaling } from "./scaling-checks";
import { queueTrigger, triggerKeys } from "./trigger-settings";

/** How many pods a tier gives a service that says nothing. */
export interface ScalingDefaults {
  min: number;
  max: number;
}

/** Speed of one direction: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
const speed = (stabilizationSeconds: number) =>
  z
    .strictObject({
      pods: z.int().min(1).optional().describe("Pods in one period."),
      percent: z.int().min(1).max(1000).optional().describe("Share of the pods in one period, percent."),
      periodSeconds: z.int().min(1).max(1800).default(60).describe("Length of the period, 1 to 1800 seconds."),
      stabilizationSeconds: z
        .int()
        .min(0)
        .max(3600)
        .default(stabilizationSeconds)
        .describe(
          "Seconds that are looked back on for the safest figure, so that it does not go up and down; 0 to 3600.",
        ),
      select: z
        .enum(["max", "min", "disabled"])
        .default("max")
        .describe(
          "With pods and percent both: the one that allows more (`max`) or less (`min`: a ceiling). `disabled`: never this way.",
        ),
    })
    .refine((given) => given.select === "disabled" || given.pods !== undefined || given.percent !== undefined, {
      path: ["pods"],
      error: remedied("is missing, and so is percent", "pods: 1, or percent: 50"),
    });

/** Number of pods: the autoscaler's bounds, targets and speed. */
export function scalingSettings(defaults: ScalingDefaults) {
  return z
    .strictObject({
      min: z
        .int()
        .min(1, {
          error: remedied(
            "can't be 0: routes, alerts and the disruption budget of a service count on a pod that is there",
            "1 or more",
          ),
        })
        .optional()
        .describe(
          `Fewest pods. Default ${defaults.min}, or \`max\` where that is less. Three survive the loss of a zone with two to carry the load.`,
        ),
      max: z
        .int()
        .min(1)
        .optional()
        .describe(
          `Most pods; what the quota and the largest bill are counted with. Default ${defaults.max}, or \`min\` where that is more. ` +
            "The same as `min`: a fixed number, without an autoscaler.",
        ),
      cpu: z
        .int()
        .min(1)
        .max(400)
        .optional()
        .describe(
          "Target of CPU use, percent of the request, averaged over the pods. Left out: 70, or not looked at where queues or queries " +
            "decide.",
        ),
      memory: z
        .int()
        .min(1)
        .max(400)
        .optional()
        .describe(
          "Target of memory use, percent of the request. Only for what gives memory back. Left out: not looked at.",
        ),
      ...triggerKeys,
      scaleUp: speed(0)
        .prefault({ pods: 4, percent: 100, periodSeconds: 15 })
        .describe("How fast pods are added. Default: Kubernetes' own, the larger of 4 pods and 100 % each 15 s."),
      scaleDown: speed(300)
        .prefault({ percent: 100, periodSeconds: 15 })
        .describe("How fast pods are taken away. Default: Kubernetes' own, after five minutes below."),
    })
    .superRefine(checkScaling)
    .transform(({ min, max, ...rest }) => ({
      ...rest,
      min: min ?? Math.min(defaults.min, max ?? defaults.min),
      max: max ?? Math.max(defaults.max, min ?? defaults.max),
    }));
}

/** What a service said about its pods, before its queues decide what it did not say. */
export type GivenScaling = z.output<ReturnType<typeof scalingSettings>>;

/**
 * What scales a service in the end. One that takes messages follows the queues that it consumes, unless it names what it
 * follows or wants an HPA, which can't read a queue (MP-N3).
 */
export function resolvedScaling({ cpu, with: scaler, ...rest }: GivenScaling, consumes: string[]) {
  const ofHpa = scaler === "hpa" || rest.metrics.length > 0;
  const queues = rest.queues ?? (ofHpa ? [] : consumes.map(queueTrigger));
  const byLoad = queues.length + rest.queries.length > 0;
  const target = cpu ?? (byLoad ? undefined : 70);
  return {
    ...rest,
    queues,
    ...(target === undefined ? {} : { cpu: target }),
    with: scaler ?? (byLoad || rest.schedules.length ? ("keda" as const) : ("hpa" as const)),
  };
}

export type ScalingSettings = ReturnType<typeof resolvedScaling>;
export type ScalingSpeed = ScalingSettings["scaleUp"];
