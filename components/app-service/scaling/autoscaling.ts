import type * as k8s from "@pulumi/kubernetes";
import type { ScalingSettings, ScalingSpeed } from "./scaling-settings";
import type { CustomMetric } from "./trigger-settings";

type AutoscalerSpec = k8s.types.input.autoscaling.v2.HorizontalPodAutoscalerSpec;
type Metric = k8s.types.input.autoscaling.v2.MetricSpec;

/** The object whose number of pods is changed: a Deployment, or the Rollout in its place. */
export interface ScaleTarget {
  apiVersion: string;
  kind: string;
  name: string;
}

/** True where an autoscaler owns the number of pods, and the workload must not say one. */
export function isAutoscaled({ min, max }: { min: number; max: number }): boolean {
  return min < max;
}

/** The HorizontalPodAutoscaler of a service; undefined where the number of pods is fixed, or KEDA's. */
export function autoscalerSpec(target: ScaleTarget, scaling: ScalingSettings): AutoscalerSpec | undefined {
  if (!isAutoscaled(scaling) || scaling.with !== "hpa") return undefined;
  return {
    scaleTargetRef: target,
    minReplicas: scaling.min,
    maxReplicas: scaling.max,
    metrics: [
      ...(scaling.cpu === undefined ? [] : [utilization("cpu", scaling.cpu)]),
      ...(scaling.memory === undefined ? [] : [utilization("memory", scaling.memory)]),
      ...scaling.metrics.map(custom),
    ],
    behavior: scalingBehavior(scaling),
  };
}

/** Speed of both directions, of an HPA and of the one that KEDA makes. */
export function scalingBehavior({ scaleUp, scaleDown }: Pick<ScalingSettings, "scaleUp" | "scaleDown">) {
  return { scaleUp: rules(scaleUp), scaleDown: rules(scaleDown) };
}

function utilization(name: string, averageUtilization: number): Metric {
  return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
}

function custom({ name, from, perPod, labels }: CustomMetric): Metric {
  const metric = { name, ...(Object.keys(labels).length ? { selector: { matchLabels: labels } } : {}) };
  const target = { type: "AverageValue", averageValue: perPod };
  return from === "pods"
    ? { type: "Pods", pods: { metric, target } }
    : { type: "External", external: { metric, target } };
}

const selectPolicy = { max: "Max", min: "Min", disabled: "Disabled" } as const;

function rules({ pods, percent, periodSeconds, stabilizationSeconds, select }: ScalingSpeed) {
  const policies = [
    ...(pods === undefined ? [] : [{ type: "Pods", value: pods, periodSeconds }]),
    ...(percent === undefined ? [] : [{ type: "Percent", value: percent, periodSeconds }]),
  ];
  return {
    // The API wants one even where none is ever followed.
    policies: policies.length ? policies : [{ type: "Percent", value: 100, periodSeconds }],
    selectPolicy: selectPolicy[select],
    stabilizationWindowSeconds: stabilizationSeconds,
  };
}
