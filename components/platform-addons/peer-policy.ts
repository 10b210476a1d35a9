import type { AddonObject } from "./addon";
import { namesAndHttps, podIdentityAgent, tcp, trafficPolicy } from "./network-policy";
import { label } from "../shared/vocabulary";

/** Pods of namespaces, and the ports that are spoken to. */
interface Peers {
  namespaces: string[];
  ports: number[];
}

/** What the pods of a store or collector hear and say; answers need no rule. */
export interface PeerTraffic {
  namespace: string;
  name: string;
  selector: Record<string, string>;
  ingressFrom: Peers[];
  /** Ports that anyone may call. */
  ingressPorts?: number[];
  /** Ports that its own pods speak to each other on. */
  among?: number[];
  /** Ports that its own pods gossip on, by TCP and UDP. */
  gossip?: number[];
  /** Whom it calls beside DNS, HTTPS (AWS, the API server) and the agent of EKS Pod Identity. */
  egressTo?: Peers[];
  /** Ports that it calls egressPorts, beside 443. */
  egressPorts?: number[];
  /** Whether it calls every pod of the cluster, on any port. */
  egressToEveryPod?: boolean;
}

const podsIn = (namespaces: string[]) =>
  [...new Set(namespaces)].map((name) => ({ namespaceSelector: { matchLabels: { [label.namespaceName]: name } } }));

const onPorts = (ports: number[]) => ports.map(tcp);

/** NetworkPolicy of pods that hear only whom they name. */
export function peerPolicy(traffic: PeerTraffic): AddonObject {
  const rules = { ingress: ingress(traffic), egress: egress(traffic) };
  return trafficPolicy(traffic, { matchLabels: traffic.selector }, rules);
}

function ingress({ ingressFrom, ingressPorts = [], ...traffic }: PeerTraffic) {
  return [
    ...present(ingressFrom).map(({ namespaces, ports }) => ({ from: podsIn(namespaces), ports: onPorts(ports) })),
    ...(ingressPorts.length ? [{ ports: onPorts(ingressPorts) }] : []),
    ...ownPorts(traffic).map(({ own, ports }) => ({ from: [own], ports })),
  ];
}

function egress({ egressTo = [], egressPorts = [], egressToEveryPod = false, ...traffic }: PeerTraffic) {
  return [
    { ports: [...namesAndHttps, ...onPorts([...new Set(egressPorts)].filter((port) => port !== 443))] },
    { to: [podIdentityAgent], ports: [tcp(80)] },
    ...present(egressTo).map(({ namespaces, ports }) => ({ to: podsIn(namespaces), ports: onPorts(ports) })),
    ...(egressToEveryPod ? [{ to: [{ namespaceSelector: {} }] }] : []),
    ...ownPorts(traffic).map(({ own, ports }) => ({ to: [own], ports })),
  ];
}

/** A rule whose list of peers is empty would be about everyone. */
const present = (peers: Peers[]) => peers.filter(({ namespaces }) => namespaces.length > 0);

function ownPorts({ selector, among = [], gossip = [] }: Pick<PeerTraffic, "selector" | "among" | "gossip">) {
  const ports = [...onPorts([...among, ...gossip]), ...gossip.map((port) => ({ port, protocol: "UDP" }))];
  return ports.length ? [{ own: { podSelector: { matchLabels: selector } }, ports }] : [];
}
