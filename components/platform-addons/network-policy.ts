import type { AddonObject } from "./addon";

/** What the pods of an add-on may hear and say, beside answers: DNS, HTTPS (with the API server) and AWS credentials. */
export interface PodTraffic {
  namespace: string;
  name: string;
  selector: Record<string, string>;
  /** Ports that anyone may call; none when empty. */
  ingressPorts: (number | string)[];
  /** Ports that it calls anywhere beside those of every add-on; none when left out. */
  egressPorts?: (number | string)[];
}

export const tcp = (port: number | string) => ({ port, protocol: "TCP" });

/** Name resolution, and HTTPS: with the API server, AWS and whatever else is asked by it. */
export const namesAndHttps = [{ port: 53, protocol: "UDP" }, tcp(53), tcp(443)];

// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
export const podIdentityAgent = { ipBlock: { cidr: "169.254.170.23/32" } };

/** What the pods of a NetworkPolicy may hear and say. */
interface Rules {
  ingress: object[];
  egress: object[];
}

/**
 * NetworkPolicy of both directions. A direction without rules is not there: it admits nothing all the same, and an empty
 * list is one that the API server drops, so that each apply would set it again.
 */
export function trafficPolicy(
  { namespace, name }: Pick<PodTraffic, "namespace" | "name">,
  podSelector: object,
  { ingress, egress }: Rules,
): AddonObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace },
    body: {
      spec: {
        podSelector,
        policyTypes: ["Ingress", "Egress"],
        ...(ingress.length ? { ingress } : {}),
        ...(egress.length ? { egress } : {}),
      },
    },
  };
}

/** NetworkPolicy of a controller that talks to the API server and to AWS and offers nothing but metrics. */
export function controllerPolicy({ selector, ingressPorts, egressPorts = [], ...named }: PodTraffic): AddonObject {
  return trafficPolicy(
    named,
    { matchLabels: selector },
    {
      // A rule without ports would admit everything.
      ingress: ingressPorts.length ? [{ ports: ingressPorts.map(tcp) }] : [],
      egress: [{ ports: [...namesAndHttps, ...egressPorts.map(tcp)] }, { to: [podIdentityAgent], ports: [tcp(80)] }],
    },
  );
}

/** NetworkPolicy of an add-on of many parts that has its namespace to itself: they talk with each other as they like. */
export function insidePolicy({
  egressPorts = [],
  ...named
}: Pick<PodTraffic, "namespace" | "name" | "egressPorts">): AddonObject {
  const here = [{ podSelector: {} }];
  return trafficPolicy(
    named,
    {},
    {
      ingress: [{ from: here }],
      egress: [
        { to: here },
        { ports: [...namesAndHttps, ...egressPorts.map(tcp)] },
        { to: [podIdentityAgent], ports: [tcp(80)] },
      ],
    },
  );
}
