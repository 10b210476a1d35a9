import { targetChecks } from "../../shared/target-checks";
import type { ServiceSettings } from "../settings";

/** What a load balancer asks a pod for, and which answers are good. */
export interface TargetHealth {
  healthCheckPath: string;
  matcher: { httpCode: string };
}

/**
 * Has a load balancer ask what the kubelet asks: its own default is `/`, and a service that answers 404 there would get
 * no traffic. Where readiness is no HTTP request to the service's own port, any answer there but a server error counts:
 * the load balancer knows no other way to ask, and reaches no other port.
 */
export function targetHealth({ probes, port }: Pick<ServiceSettings, "probes" | "port">): TargetHealth {
  const { path, tcp, grpc, exec, port: asked } = probes.readiness;
  const isHttp = !probes.none && tcp === undefined && grpc === undefined && exec === undefined;
  const sameAsKubelet = isHttp && (asked === undefined || asked === port);
  return sameAsKubelet
    ? { healthCheckPath: path ?? "/ready", matcher: { httpCode: "200-399" } }
    : { healthCheckPath: "/", matcher: { httpCode: "200-499" } };
}

/**
 * Spec of a TargetGroupConfiguration. Fields: kubernetes-sigs/aws-load-balancer-controller v3.5.0,
 * apis/gateway/v1/targetgroupconfig_types.go.
 */
export function targetHealthSpec(service: string, health: TargetHealth, tls: boolean) {
  return {
    targetReference: { group: "", kind: "Service", name: service },
    defaultConfiguration: tls
      ? // It encrypts, and checks no certificate of a target.
        { protocol: "HTTPS", healthCheckConfig: { ...health, ...targetChecks, healthCheckProtocol: "HTTPS" } }
      : { healthCheckConfig: { ...health, ...targetChecks } },
  };
}
