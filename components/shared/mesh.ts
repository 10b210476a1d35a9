/**
 * What the sidecar of a pod in a mesh asks for and may use. Limits are five times the CPU and twice the memory: the
 * chart's own (20 and 8 times) are above what a namespace's limit range allows. Figures for some hundred requests a
 * second in a mesh of some hundred services: https://istio.io/latest/docs/ops/deployment/performance-and-scalability/
 */
export const sidecarResources = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "500m", memory: "256Mi" },
} as const;
