import type * as k8s from "@pulumi/kubernetes";
import type { ScalingSettings, ScalingSpeed } from "./scaling-settings";

type AutoscalerSpec = k8s.types.input.autoscaling.v2.HorizontalPodAutoscalerSpec;
type Metric = k8s.types.input.autoscaling.v2.MetricSpec;

/** True where an autoscaler owns the number of pods, and the Deployment must not say one. */
export function isAutoscaled({ min, max }: { min: number; max: number }): boolean {
  return min < max;
}

/** The autoscaler of a Deployment; undefined where the number of pods is fixed. */
export function autoscalerSpec(deployment: string, scaling: ScalingSettings): AutoscalerSpec | undefined {
  if (!isAutoscaled(scaling)) return undefined;
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: scaling.min,
    maxReplicas: scaling.max,
    metrics: [
      utilization("cpu", scaling.cpu),
      ...(scaling.memory === undefined ? [] : [utilization("memory", scaling.memory)]),
    ],
    behavior: { scaleUp: rules(scaling.scaleUp), scaleDown: rules(scaling.scaleDown) },
  };
}

function utilization(name: string, averageUtilization: number): Metric {
  return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
}

function rules({ pods, percent, periodSeconds, stabilizationSeconds, select }: ScalingSpeed) {
  return {
    policies: [
      ...(pods === undefined ? [] : [{ type: "Pods", value: pods, periodSeconds }]),
      ...(percent === undefined ? [] : [{ type: "Percent", value: percent, periodSeconds }]),
    ],
    selectPolicy: select === "min" ? "Min" : "Max",
    stabilizationWindowSeconds: stabilizationSeconds,
  };
}
