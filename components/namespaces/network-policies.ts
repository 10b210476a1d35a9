import type * as k8s from "@pulumi/kubernetes";
import { blockInside } from "../network/cidr";
import { label } from "../shared/vocabulary";
import type { Allowance, NamespaceNetwork, NamespaceSpec } from "./spec";

type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Port = k8s.types.input.networking.v1.NetworkPolicyPort;

/** What the policies need to know of the platform around the namespace. */
export interface PolicySurroundings {
  /** Range of the VPC, which "the internet" leaves out. */
  vpcCidr: string;
  /** Ranges of the private subnets, where interface endpoints of AWS services have their addresses. */
  privateSubnetCidrs: string[];
  /** Whether there are interface endpoints: then the AWS API is in the VPC and not on the internet. */
  interfaceEndpoints: boolean;
  /** Namespace that scrapes metrics. */
  monitoringNamespace: string;
  /** What sidecars talk to: the namespace of istiod, and where the mesh sends traces, if anywhere. */
  mesh: { istiodNamespace: string; traces?: { namespace: string; port: number } | undefined };
}

/** CoreDNS on EKS carries the label of its predecessor: https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html */
export const clusterDns: Peer = {
  namespaceSelector: { matchLabels: { [label.namespaceName]: "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

/** NodeLocal DNSCache: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
export const nodeLocalDns: Peer = { ipBlock: { cidr: "169.254.20.10/32" } };

/** Where pods get the credentials of their AWS identity: https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
export const podIdentityAgent: Peer = { ipBlock: { cidr: "169.254.170.23/32" } };

/** Ranges that no address of the internet is in: RFC 1918 (cluster services are there too), RFC 6598, link-local with IMDS. */
const notInternet = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

/**
 * The network policies of a namespace, by name: everything denied both ways, then what every pod needs and what the stack
 * allows. Policies add up, so each allowance is a policy of its own and none can take another away.
 */
export function networkPolicies(spec: NamespaceSpec, around: PolicySurroundings): Record<string, PolicySpec> {
  const { network } = spec;
  if (!network) return {};
  return {
    "default-deny-all": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    "allow-dns": egress({}, [clusterDns, nodeLocalDns], [...ports([53], "UDP"), ...ports([53], "TCP")]),
    "allow-pod-identity": egress({}, [podIdentityAgent], ports([80], "TCP")),
    ...scraping(network, around),
    ...(network.sameNamespace === "allow" ? { "allow-same-namespace": sameNamespace() } : {}),
    ...(network.egress === "internet" ? internet(around) : {}),
    ...mesh(spec.mesh ?? "none", around),
    ...named("allow-from", network.ingressFrom, (rule) => ingress(rule.pods ?? {}, [peer(rule)], portsOf(rule))),
    ...named("allow-to", network.egressTo, (rule) => egress(rule.pods ?? {}, [peer(rule)], portsOf(rule))),
  };
}

function scraping({ scrapePorts }: NamespaceNetwork, around: PolicySurroundings): Record<string, PolicySpec> {
  if (!scrapePorts.length) return {};
  return { "allow-scraping": ingress({}, [inNamespace(around.monitoringNamespace)], ports(scrapePorts, "TCP")) };
}

function sameNamespace(): PolicySpec {
  const all = [{ podSelector: {} }];
  return { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{ from: all }], egress: [{ to: all }] };
}

/** With interface endpoints the names of the AWS API lead into the private subnets, so 443 there belongs to the internet. */
function internet(around: PolicySurroundings): Record<string, PolicySpec> {
  const except = [...new Set([...notInternet, ...(isPrivate(around.vpcCidr) ? [] : [around.vpcCidr])])];
  const endpoints = around.privateSubnetCidrs.map((cidr): Peer => ({ ipBlock: { cidr } }));
  return {
    "allow-internet": egress({}, [{ ipBlock: { cidr: "0.0.0.0/0", except } }], undefined),
    ...(around.interfaceEndpoints ? { "allow-aws-endpoints": egress({}, endpoints, ports([443], "TCP")) } : {}),
  };
}

/**
 * Istio: sidecars get configuration and certificates from istiod (15012), send traces where the mesh does, and have
 * metrics of their own (15090), which they serve without TLS.
 * https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
function mesh(kind: "none" | "istio", around: PolicySurroundings): Record<string, PolicySpec> {
  if (kind === "none") return {};
  const { istiodNamespace, traces } = around.mesh;
  const istiod = { to: [inNamespace(istiodNamespace, { app: "istiod" })], ports: ports([15012], "TCP") };
  const collector = traces && { to: [inNamespace(traces.namespace)], ports: ports([traces.port], "TCP") };
  return {
    "allow-mesh": {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [inNamespace(around.monitoringNamespace)], ports: ports([15090], "TCP") }],
      egress: [istiod, ...(collector ? [collector] : [])],
    },
  };
}

/** The ports of an allowance. */
function portsOf(rule: Allowance): Port[] {
  return ports(rule.ports, rule.protocol);
}

function peer({ cidr, namespace, peers }: Allowance): Peer {
  if (cidr !== undefined) return { ipBlock: { cidr } };
  return namespace === undefined ? { podSelector: selecting(peers) } : inNamespace(namespace, peers);
}

function inNamespace(name: string, pods?: Record<string, string>): Peer {
  return {
    namespaceSelector: { matchLabels: { [label.namespaceName]: name } },
    ...(pods ? { podSelector: { matchLabels: pods } } : {}),
  };
}

/** Selector of pods; an empty one selects all, and Kubernetes gives it back without `matchLabels`. */
function selecting(labels: Record<string, string> | undefined) {
  return labels && Object.keys(labels).length ? { matchLabels: labels } : {};
}

function ingress(pods: Record<string, string>, from: Peer[], on: Port[]): PolicySpec {
  return { podSelector: selecting(pods), policyTypes: ["Ingress"], ingress: [{ from, ports: on }] };
}

function egress(pods: Record<string, string>, to: Peer[], on: Port[] | undefined): PolicySpec {
  return { podSelector: selecting(pods), policyTypes: ["Egress"], egress: [{ to, ...(on ? { ports: on } : {}) }] };
}

function ports(list: (number | string)[], protocol: "TCP" | "UDP"): Port[] {
  return list.map((port) => ({ port, protocol }));
}

function named(prefix: string, rules: Record<string, Allowance>, make: (rule: Allowance) => PolicySpec) {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [`${prefix}-${name}`, make(rule)]));
}

/** True for a range that `notInternet` leaves out already. */
function isPrivate(cidr: string): boolean {
  return notInternet.some((block) => blockInside(cidr, block));
}
