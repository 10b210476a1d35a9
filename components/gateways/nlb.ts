import { boundedName } from "../shared/naming";
import { allowedRanges, maxLoadBalancerName } from "./gateway-spec";
import type { IstioGatewaySettings, NlbGatewaySettings } from "./settings";

const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

/**
 * Fields of a Service of proxies that the AWS Load Balancer Controller makes an NLB of, beside its name.
 * kubernetes-sigs/aws-load-balancer-controller v3.5.0, docs/guide/service/annotations.md. Targets are the proxies'
 * addresses, and the client's address is preserved (VC-N12): the proxy sees it as that of the connection.
 */
export function nlbService(
  gateway: string,
  settings: NlbGatewaySettings | IstioGatewaySettings,
  { clusterName, vpcCidr }: { clusterName: string; vpcCidr: string },
) {
  const name = boundedName(`${clusterName}-${gateway}`.replace(/[^a-zA-Z0-9-]/g, "-"), maxLoadBalancerName);
  return {
    annotations: {
      [`${prefix}name`]: name,
      [`${prefix}scheme`]: settings.scheme,
      [`${prefix}nlb-target-type`]: "ip",
      [`${prefix}target-group-attributes`]: "preserve_client_ip.enabled=true,deregistration_delay.timeout_seconds=60",
      [`${prefix}attributes`]: `deletion_protection.enabled=${String(settings.deletionProtection)},load_balancing.cross_zone.enabled=true`,
    },
    spec: {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: "Cluster",
      loadBalancerSourceRanges: allowedRanges(settings, vpcCidr),
    },
  };
}

/** Has the load balancer ask the proxies by HTTP, at a port that none of its listeners leads to. */
export function nlbHealthCheck(port: number, path: string): Record<string, string> {
  return {
    [`${prefix}healthcheck-port`]: port.toString(),
    [`${prefix}healthcheck-protocol`]: "HTTP",
    [`${prefix}healthcheck-path`]: path,
  };
}
