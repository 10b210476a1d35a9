import type { AddonObject } from "../platform-addons/addon";
import { namesAndHttps, podIdentityAgent, tcp } from "../platform-addons/network-policy";
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
  /** Ports that its own pods speak to each other on. */
  among?: number[];
  /** Whom it calls beside DNS, HTTPS (AWS, the API server) and the agent of EKS Pod Identity. */
  calls?: Peers[];
  /** Ports that it calls anywhere, beside 443. */
  anywhere?: number[];
}

const podsIn = ({ namespaces }: Peers) =>
  [...new Set(namespaces)].map((name) => ({ namespaceSelector: { matchLabels: { [label.namespaceName]: name } } }));

/** NetworkPolicy of pods that hear only whom they name. */
export function peerPolicy(traffic: PeerTraffic): AddonObject {
  const { namespace, name, selector, hears, among = [], calls = [], anywhere = [] } = traffic;
  const own = { podSelector: { matchLabels: selector } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace },
    body: {
      spec: {
        podSelector: { matchLabels: selector },
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          ...hears.map((peers) => ({ from: podsIn(peers), ports: peers.ports.map(tcp) })),
          ...(among.length ? [{ from: [own], ports: among.map(tcp) }] : []),
        ],
        egress: [
          { ports: [...namesAndHttps, ...anywhere.map(tcp)] },
          { to: [podIdentityAgent], ports: [tcp(80)] },
          ...calls.map((peers) => ({ to: podsIn(peers), ports: peers.ports.map(tcp) })),
          ...(among.length ? [{ to: [own], ports: among.map(tcp) }] : []),
        ],
      },
    },
  };
}
