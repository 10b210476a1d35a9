import type * as pulumi from "@pulumi/pulumi";
import { boundedName } from "../shared/naming";
import type { GatewayRef } from "../shared/refs";
import { targetChecks } from "../shared/target-checks";
import { label } from "../shared/vocabulary";
import type { LogPlace } from "./access-logs";
import type { AlbGatewaySettings, GatewaySettings } from "./settings";

/** Ranges of the network that gateways are told by. */
export interface GatewayNetwork {
  cidr: string;
  publicSubnetCidrs: string[];
  privateSubnetCidrs: string[];
}

/** Namespace of every Gateway; it has no pods. */
export const gatewaysNamespace = "gateways";

/** Names of a Gateway's listeners, which routes refer to. */
export const listenerName = { http: "http", https: "https" } as const;

/**
 * TLS 1.2 and 1.3 with forward secrecy only, the policy that AWS recommends:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Longest name of a load balancer: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export const maxLoadBalancerName = 32;

/** Ranges that may connect to a gateway, where the stack does not say. */
export function allowedRanges(gateway: GatewaySettings, vpcCidr: string): string[] {
  return gateway.allowFrom ?? [gateway.scheme === "internal" ? vpcCidr : "0.0.0.0/0"];
}

/** What a Gateway is made of beside its listeners. */
export interface GatewayShape {
  gatewayClass: string;
  /** Object that configures it, in its namespace. */
  parameters: { group: string; kind: string; name: string };
  /** How its HTTPS listener ends TLS; left out by a Gateway behind a load balancer that has done so. */
  tls?: Record<string, unknown>;
}

/**
 * An ALB takes its certificate from the LoadBalancerConfiguration and reads nothing here, but the Gateway API wants a
 * reference or an option in a listener that ends TLS.
 */
export const albTls = {
  mode: "Terminate",
  options: { "gateway.k8s.aws/certificate": "load-balancer-configuration" },
};

/**
 * Spec of a Gateway: HTTPS for routes of the namespaces named, HTTP for the redirect alone. Without TLS of its own: HTTP
 * for routes. gateway.networking.k8s.io/v1, kubernetes-sigs/gateway-api v1.6.0, apis/v1/gateway_types.go.
 */
export function gatewaySpec({ gatewayClass, parameters, tls }: GatewayShape, routeNamespaces: string[]) {
  const ofServices = { namespaces: admitted(routeNamespaces) };
  const http = { name: listenerName.http, protocol: "HTTP", port: 80 };
  return {
    gatewayClassName: gatewayClass,
    infrastructure: { parametersRef: parameters },
    listeners:
      tls === undefined
        ? [{ ...http, allowedRoutes: ofServices }]
        : [
            { ...http, allowedRoutes: { namespaces: { from: "Same" } } },
            { name: listenerName.https, protocol: "HTTPS", port: 443, tls, allowedRoutes: ofServices },
          ],
  };
}

/** An empty list of values is refused; a gateway without services admits routes of its own namespace. */
function admitted(namespaces: string[]) {
  const values = namespaces.length ? [...namespaces].sort() : [gatewaysNamespace];
  return {
    from: "Selector",
    selector: { matchExpressions: [{ key: label.namespaceName, operator: "In", values }] },
  };
}

/** Spec of the HTTPRoute that sends everyone from HTTP to HTTPS, for good (301), with path and query kept. */
export function redirectSpec(gateway: string) {
  return {
    parentRefs: [
      { group: "gateway.networking.k8s.io", kind: "Gateway", name: gateway, sectionName: listenerName.http },
    ],
    rules: [
      { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", port: 443, statusCode: 301 } }] },
    ],
  };
}

/**
 * Spec of a LoadBalancerConfiguration, gateway.k8s.aws/v1.
 * kubernetes-sigs/aws-load-balancer-controller v3.5.0, config/crd/gateway/gateway.k8s.aws_loadbalancerconfigurations.yaml.
 */
export function loadBalancerSpec(
  name: string,
  gateway: AlbGatewaySettings,
  facts: {
    clusterName: string;
    vpcCidr: string;
    certificateArn: pulumi.Input<string>;
    webAclArn?: pulumi.Input<string>;
    logs: LogPlace | undefined;
  },
) {
  return {
    loadBalancerName: boundedName(`${facts.clusterName}-${name}`.replace(/[^a-zA-Z0-9-]/g, "-"), maxLoadBalancerName),
    scheme: gateway.scheme,
    ipAddressType: "ipv4",
    sourceRanges: allowedRanges(gateway, facts.vpcCidr),
    defaultTargetGroupConfiguration: { name },
    listenerConfigurations: [
      { protocolPort: "HTTP:80" },
      { protocolPort: "HTTPS:443", defaultCertificate: facts.certificateArn, sslPolicy: tlsPolicy },
    ],
    loadBalancerAttributes: attributes(gateway, facts.logs),
    ...(facts.webAclArn === undefined ? {} : { wafV2: { webACL: facts.webAclArn } }),
    ...(gateway.shield ? { shieldConfiguration: { enabled: true } } : {}),
  };
}

/**
 * Spec of the TargetGroupConfiguration that every service behind the gateway starts from; one in the service's namespace
 * that names the Service goes over it, field by field; the health check is one field.
 */
export function targetGroupSpec(healthCheckPath?: string) {
  return {
    defaultConfiguration: {
      targetType: "ip",
      protocol: "HTTP",
      healthCheckConfig: {
        healthCheckProtocol: "HTTP",
        ...(healthCheckPath === undefined ? {} : { healthCheckPath }),
        ...targetChecks,
      },
      // Shorter than a pod's grace period, so that no request reaches a pod that has gone; AWS would wait 300 s.
      targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "25" }],
    },
  };
}

/** How services see a gateway. An ALB reaches pods from its own addresses, which lie in the subnets of its scheme. */
export function gatewayRef(
  name: string,
  gateway: GatewaySettings,
  subnets: { publicSubnetCidrs: string[]; privateSubnetCidrs: string[] },
): GatewayRef {
  const ranges = gateway.scheme === "internal" ? subnets.privateSubnetCidrs : subnets.publicSubnetCidrs;
  return {
    kind: "alb",
    gatewayName: name,
    gatewayNamespace: gatewaysNamespace,
    scheme: "https",
    targetsPodIps: true,
    sources: ranges.map((cidr) => ({ ipBlock: { cidr } })),
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
function attributes(gateway: AlbGatewaySettings, logs: LogPlace | undefined) {
  const all: Record<string, string> = {
    "deletion_protection.enabled": String(gateway.deletionProtection),
    "idle_timeout.timeout_seconds": String(gateway.idleTimeoutSeconds),
    "routing.http.drop_invalid_header_fields.enabled": "true",
    ...(logs === undefined
      ? {}
      : {
          "access_logs.s3.enabled": "true",
          "access_logs.s3.bucket": logs.bucket,
          "access_logs.s3.prefix": logs.prefix,
        }),
  };
  return Object.entries(all).map(([key, value]) => ({ key, value }));
}
