/**
 * How a load balancer asks a pod whether it is well: two answers in a row count. Said wherever a health check is said, for
 * a TargetGroupConfiguration of a service's namespace takes the place of the gateway's health check as a whole
 * (kubernetes-sigs/aws-load-balancer-controller v3.5.0, pkg/gateway).
 */
export const targetChecks = {
  healthCheckInterval: 15,
  healthCheckTimeout: 5,
  healthyThresholdCount: 2,
  unhealthyThresholdCount: 2,
} as const;
