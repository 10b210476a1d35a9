import type * as k8s from "@pulumi/kubernetes";
import type { IdentityMode } from "../../identity/workload-identity";
import type { Grant, GrantEgress } from "../../shared/grant";
import { selectorLabels } from "../../shared/labels";
import type { GatewayRef } from "../../shared/refs";
import { label } from "../../shared/vocabulary";
import { hasIdentity } from "../aws-settings";
import type { TelemetryRef } from "../monitoring/telemetry";
import { egressRule, identityEgress, type EgressRule } from "./egress";
import type { Edges, Peer } from "./peers";
import type { ServiceSettings } from "../settings";

type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Ingress = k8s.types.input.networking.v1.NetworkPolicyIngressRule;
type Egress = k8s.types.input.networking.v1.NetworkPolicyEgressRule;
type PolicyPeer = k8s.types.input.networking.v1.NetworkPolicyPeer;

/** Everything that a service's network policy is made from. */
export interface TrafficPlan {
  settings: Pick<ServiceSettings, "port" | "metrics" | "egress" | "aws">;
  selector: Record<string, string>;
  edges: Edges;
  /** Gateways that its routes are behind. */
  gateways: Pick<GatewayRef, "sources">[];
  /** Namespace of Prometheus; undefined where nothing scrapes. */
  monitoringNamespace: string | undefined;
  /** Range of the stack's VPC. */
  vpcCidr: string;
  /** How pods get AWS credentials where the service does not say. */
  identity: IdentityMode;
  /** Collector that its traces go to; undefined where they go nowhere. */
  telemetry: TelemetryRef | undefined;
  /** What comes with the things that it uses. */
  grant: Pick<Grant, "egress" | "callsAws">;
}

/**
 * The NetworkPolicy of a service: what it declared and nothing else, both ways. The kubelet's probes need no rule: the
 * node of a pod may always reach it (https://kubernetes.io/docs/concepts/services-networking/network-policies/).
 */
export function networkPolicySpec(plan: TrafficPlan): PolicySpec {
  const ingress = ingressRules(plan);
  return {
    podSelector: { matchLabels: plan.selector },
    policyTypes: ["Ingress", "Egress"],
    // Without rules nothing comes in. The API server doesn't store an empty list, and would see a change in each apply.
    ...(ingress.length ? { ingress } : {}),
    egress: egressRules(plan),
  };
}

function ingressRules({ settings, edges, gateways, monitoringNamespace }: TrafficPlan): Ingress[] {
  const rules: Ingress[] = [];
  const { port, metrics } = settings;
  if (port !== "none") {
    const sources = uniquePeers(gateways.flatMap((gateway) => gateway.sources));
    if (edges.calledBy.length) rules.push({ from: edges.calledBy.map(podsOf), ports: [tcp(port)] });
    if (sources.length) rules.push({ from: sources, ports: [tcp(port)] });
  }
  const scraped = metrics ? (metrics.port ?? port) : undefined;
  if (typeof scraped === "number" && monitoringNamespace !== undefined) {
    rules.push({ from: [{ namespaceSelector: namespaceOf(monitoringNamespace) }], ports: [tcp(scraped)] });
  }
  return rules;
}

function egressRules({ settings, edges, vpcCidr, identity, telemetry, grant }: TrafficPlan): Egress[] {
  const declared = settings.egress.map((entry) => egressRule(entry, vpcCidr));
  const implied = hasIdentity(settings.aws) || grant.callsAws ? identityEgress(settings.aws.mode ?? identity) : [];
  const ranges = new Map([...implied, ...declared].map((rule) => [JSON.stringify(rule), rule]));
  return [
    dns,
    ...edges.calls.flatMap((peer) =>
      peer.port === undefined ? [] : [{ to: [podsOf(peer)], ports: [tcp(peer.port)] }],
    ),
    ...(telemetry
      ? [{ to: [{ namespaceSelector: namespaceOf(telemetry.namespace) }], ports: [tcp(telemetry.port)] }]
      : []),
    ...grant.egress.map(grantedRule),
    ...[...ranges.values()].map(rangeRule),
  ];
}

function grantedRule(granted: GrantEgress): Egress {
  const ports = [tcp(granted.port)];
  if ("cidrs" in granted) return { to: granted.cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports };
  const { namespace, labels } = granted.pods;
  return { to: [{ namespaceSelector: namespaceOf(namespace), podSelector: { matchLabels: labels } }], ports };
}

/** CoreDNS as EKS installs it: Deployment `coredns` in kube-system, labelled k8s-app=kube-dns. */
const dns: Egress = {
  to: [{ namespaceSelector: namespaceOf("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};

/** Pods of a service, by namespace and name both: a label alone could be anyone's. */
function podsOf({ name, namespace }: Peer): PolicyPeer {
  return { namespaceSelector: namespaceOf(namespace), podSelector: { matchLabels: selectorLabels(name) } };
}

function namespaceOf(name: string) {
  return { matchLabels: { [label.namespaceName]: name } };
}

function rangeRule({ cidr, except, ports }: EgressRule): Egress {
  return { to: [{ ipBlock: { cidr, ...(except ? { except } : {}) } }], ports };
}

/** Numbers, not names of ports: the VPC CNI's agent then needs no look at the pods of the other side. */
function tcp(port: number) {
  return { protocol: "TCP", port };
}

function uniquePeers(peers: GatewayRef["sources"]): PolicyPeer[] {
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}
