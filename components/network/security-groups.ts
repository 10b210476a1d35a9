/** The security groups of the platform. */
export type SecurityGroupName = "control-plane" | "nodes" | "databases";

/** One rule of a security group, as plain data. */
export interface SecurityRule {
  /** Stable part of the logical name; it says who may reach what, and holds no position. */
  key: string;
  group: SecurityGroupName;
  direction: "ingress" | "egress";
  protocol: "tcp" | "udp" | "all";
  /** First and last port; left out for `all`. */
  ports?: readonly [from: number, to: number];
  /** The other side: a group of ours, or a range. */
  peer: { group: SecurityGroupName } | { cidr: string };
  description: string;
}

/** What nodes may reach outside the VPC, as a stack says it. */
export interface EgressRange {
  cidr: string;
  protocol: "tcp" | "udp" | "all";
  fromPort?: number | undefined;
  toPort?: number | undefined;
}

export interface SecurityRuleArgs {
  /** Ranges of the subnets that load balancers stand in, public and private. */
  loadBalancerCidrs: string[];
  /** Ports of databases and caches. */
  databasePorts: Record<string, number>;
  /** Where nodes may go beside each other, the control plane and the databases. */
  nodeEgress: EgressRange[];
}

/** Descriptions of the groups. AWS can't change them: a new text replaces the group. */
export const groupDescriptions: Record<SecurityGroupName, string> = {
  "control-plane": "API server of the cluster",
  nodes: "Worker nodes and pods",
  databases: "Databases and caches outside the cluster",
};

/** Default NodePort range: https://kubernetes.io/docs/reference/networking/ports-and-protocols/ */
const nodePorts = [30000, 32767] as const;

/**
 * Ports on which the control plane calls nodes and pods: the kubelet (10250), and webhooks and aggregated APIs, which every
 * add-on serves on a port of its own. It is the range that AWS recommends beside 443.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
const unprivilegedPorts = [1025, 65535] as const;

/**
 * Every rule of every group. No rule admits the internet: load balancers have groups of their own, and nodes hear only
 * from each other, the control plane and the subnets of the load balancers.
 */
export function securityRules(args: SecurityRuleArgs): SecurityRule[] {
  return [...controlPlaneRules(), ...nodeRules(args), ...databaseRules(args.databasePorts)];
}

function controlPlaneRules(): SecurityRule[] {
  const group = "control-plane";
  const peer = { group: "nodes" } as const;
  return [
    allow("api-from-nodes", group, "ingress", "tcp", [443, 443], peer, "API server, from nodes and pods"),
    allow("https-to-nodes", group, "egress", "tcp", [443, 443], peer, "Webhooks and aggregated APIs on 443"),
    allow("calls-to-nodes", group, "egress", "tcp", unprivilegedPorts, peer, "Kubelets, webhooks, aggregated APIs"),
  ];
}

function nodeRules({ loadBalancerCidrs, databasePorts, nodeEgress }: SecurityRuleArgs): SecurityRule[] {
  const group = "nodes";
  const api = { group: "control-plane" } as const;
  return [
    allow("all-from-nodes", group, "ingress", "all", undefined, { group }, "Pods and nodes among each other"),
    allow("https-from-api", group, "ingress", "tcp", [443, 443], api, "Webhooks and aggregated APIs on 443"),
    allow("calls-from-api", group, "ingress", "tcp", unprivilegedPorts, api, "Kubelets, webhooks, aggregated APIs"),
    ...loadBalancerCidrs.flatMap((cidr) =>
      (["tcp", "udp"] as const).map((protocol) =>
        allow(
          `nodeports-${protocol}-from-${keyOf(cidr)}`,
          group,
          "ingress",
          protocol,
          nodePorts,
          { cidr },
          "NodePorts, from the subnets of the load balancers",
        ),
      ),
    ),
    allow("all-to-nodes", group, "egress", "all", undefined, { group }, "Pods and nodes among each other"),
    allow("api-to-control-plane", group, "egress", "tcp", [443, 443], api, "API server"),
    ...Object.entries(databasePorts).map(([name, port]) =>
      allow(`${name}-to-databases`, group, "egress", "tcp", [port, port], { group: "databases" }, name),
    ),
    ...nodeEgress.map((range) => egressRule(range)),
  ];
}

/** No egress: a database answers, it never calls. */
function databaseRules(ports: Record<string, number>): SecurityRule[] {
  return Object.entries(ports).map(([name, port]) =>
    allow(`${name}-from-nodes`, "databases", "ingress", "tcp", [port, port], { group: "nodes" }, `${name}, from nodes`),
  );
}

function egressRule({ cidr, protocol, fromPort, toPort }: EgressRange): SecurityRule {
  const ports = fromPort === undefined ? undefined : ([fromPort, toPort ?? fromPort] as const);
  const range = ports ? `-${ports[0]}-${ports[1]}` : "";
  const key = `${protocol}${range}-to-${keyOf(cidr)}`;
  return allow(key, "nodes", "egress", protocol, ports, { cidr }, "Allowed by network.nodeEgress");
}

/** A range as a part of a logical name. */
function keyOf(cidr: string): string {
  return cidr.replace("/", "-");
}

function allow(
  key: string,
  group: SecurityGroupName,
  direction: SecurityRule["direction"],
  protocol: SecurityRule["protocol"],
  ports: readonly [number, number] | undefined,
  peer: SecurityRule["peer"],
  description: string,
): SecurityRule {
  return { key, group, direction, protocol, ...(ports ? { ports } : {}), peer, description };
}
