/** One allowance out of a pod, in the words of a NetworkPolicy. */
export interface EgressRule {
  cidr: string;
  except?: string[];
  ports: { port: number; protocol: "TCP" | "UDP" }[];
}

const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: "TCP" as const }));

/** Everything but link-local addresses: node metadata and credentials are no destination of a service. */
const anywhere = { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] };

/**
 * Named destinations. `vpc` stands for the range of the stack's network, where its databases and caches are. Mail goes
 * over submission (RFC 6409, RFC 8314): AWS blocks port 25 out of EC2 by default
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle).
 */
export const egressPresets = {
  https: { to: anywhere, ports: tcp(443) },
  postgres: { to: "vpc", ports: tcp(5432) },
  redis: { to: "vpc", ports: tcp(6379) },
  smtp: { to: anywhere, ports: tcp(587, 465) },
} as const;

export type EgressPreset = keyof typeof egressPresets;

/**
 * Address of the EKS Pod Identity agent on each node, from which the SDK gets the pod's credentials:
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
 */
const podIdentityAgent: EgressRule = { cidr: "169.254.170.23/32", ports: tcp(80) };

/** What an AWS identity needs: the APIs (over NAT or a VPC endpoint) and, with Pod Identity, the agent. */
export function identityEgress(mode: "pod-identity" | "irsa"): EgressRule[] {
  return [...(mode === "pod-identity" ? [podIdentityAgent] : []), egressRule("https", "")];
}

/** The rule of one entry of `egress`. */
export function egressRule(
  entry: EgressPreset | { cidr: string; port: number; protocol: "TCP" | "UDP" },
  vpcCidr: string,
): EgressRule {
  if (typeof entry !== "string") {
    return { cidr: entry.cidr, ports: [{ port: entry.port, protocol: entry.protocol }] };
  }
  const { to, ports } = egressPresets[entry];
  if (to === "vpc") return { cidr: vpcCidr, ports };
  return { cidr: to.cidr, except: [...to.except], ports };
}
