import type { AddonObject } from "../platform-addons/addon";
import { namesAndHttps, podIdentityAgent, tcp, trafficPolicy } from "../platform-addons/network-policy";
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
  hears: Peers[];
  /** Ports that anyone may call. */
  hearsAnyone?: number[];
  /** Ports that its own pods speak to each other on. */
  among?: number[];
  /** Ports that its own pods gossip on, by TCP and UDP. */
  gossip?: number[];
  /** Whom it calls beside DNS, HTTPS (AWS, the API server) and the agent of EKS Pod Identity. */
  calls?: Peers[];
  /** Ports that it calls anywhere, beside 443. */
  anywhere?: number[];
  /** Whether it calls every pod of the cluster, on any port. */
  callsEveryPod?: boolean;
}

const podsIn = (namespaces: string[]) =>
  [...new Set(namespaces)].map((name) => ({ namespaceSelector: { matchLabels: { [label.namespaceName]: name } } }));

const onPorts = (ports: number[]) => ports.map(tcp);

/** NetworkPolicy of pods that hear only whom they name. */
export function peerPolicy(traffic: PeerTraffic): AddonObject {
  const rules = { ingress: ingress(traffic), egress: egress(traffic) };
  return trafficPolicy(traffic, { matchLabels: traffic.selector }, rules);
}

function ingress({ hears, hearsAnyone = [], ...traffic }: PeerTraffic) {
  return [
    ...present(hears).map(({ namespaces, ports }) => ({ from: podsIn(namespaces), ports: onPorts(ports) })),
    ...(hearsAnyone.length ? [{ ports: onPorts(hearsAnyone) }] : []),
    ...ownPorts(traffic).map(({ own, ports }) => ({ from: [own], ports })),
  ];
}

function egress({ calls = [], anywhere = [], callsEveryPod = false, ...traffic }: PeerTraffic) {
  return [
    { ports: [...namesAndHttps, ...onPorts([...new Set(anywhere)].filter((port) => port !== 443))] },
    { to: [podIdentityAgent], ports: [tcp(80)] },
    ...present(calls).map(({ namespaces, ports }) => ({ to: podsIn(namespaces), ports: onPorts(ports) })),
    ...(callsEveryPod ? [{ to: [{ namespaceSelector: {} }] }] : []),
    ...ownPorts(traffic).map(({ own, ports }) => ({ to: [own], ports })),
  ];
}

/** A rule whose list of peers is empty would be about everyone. */
const present = (peers: Peers[]) => peers.filter(({ namespaces }) => namespaces.length > 0);

function ownPorts({ selector, among = [], gossip = [] }: Pick<PeerTraffic, "selector" | "among" | "gossip">) {
  const ports = [...onPorts([...among, ...gossip]), ...gossip.map((port) => ({ port, protocol: "UDP" }))];
  return ports.length ? [{ own: { podSelector: { matchLabels: selector } }, ports }] : [];
}
