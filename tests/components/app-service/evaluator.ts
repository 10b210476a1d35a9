/** A Kubernetes object as it was recorded. */
export type Object = { kind?: string; metadata: Record<string, any>; spec: Record<string, any> };

/** A pod as network policies see it. */
export interface Pod {
  name: string;
  namespace: string;
  labels: Record<string, string>;
}

/** A pod of a Deployment. */
export function podOf({ metadata, spec }: Object): Pod {
  return { name: metadata.name, namespace: metadata.namespace, labels: spec.template.metadata.labels };
}

/**
 * Whether a set of NetworkPolicies lets a TCP connection from one pod to a port of another through. Written from the
 * API's description (https://kubernetes.io/docs/concepts/services-networking/network-policies/), not from the code that
 * makes the policies: a pod that no policy selects is open, one that is selected is open to the union of the rules, and
 * both ends must agree. Pods have no known address here, so a rule by range admits none of them.
 */
export function admits(policies: Object[], from: Pod, to: Pod, port: number): boolean {
  const ends: [string, string, string, Pod, Pod][] = [
    ["Egress", "egress", "to", from, to],
    ["Ingress", "ingress", "from", to, from],
  ];
  return ends.every(([type, rules, peers, own, other]) => {
    const selecting = policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === own.namespace &&
        spec.policyTypes.includes(type) &&
        selects(spec.podSelector, own.labels),
    );
    if (selecting.length === 0) return true;
    return selecting.some(({ metadata, spec }) =>
      (spec[rules] ?? []).some((rule: any) => allows(rule, peers, metadata.namespace, other, port)),
    );
  });
}

function allows(rule: any, key: string, namespace: string, other: Pod, port: number): boolean {
  const ports: any[] | undefined = rule.ports;
  const portFits =
    !ports?.length || ports.some((one) => (one.protocol ?? "TCP") === "TCP" && (one.port ?? port) === port);
  const peers: any[] | undefined = rule[key];
  return portFits && (!peers?.length || peers.some((peer) => isPeer(peer, namespace, other)));
}

function isPeer(peer: any, namespace: string, other: Pod): boolean {
  if (peer.ipBlock) return false;
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector, { "kubernetes.io/metadata.name": other.namespace })
    : other.namespace === namespace;
  return inNamespace && (!peer.podSelector || selects(peer.podSelector, other.labels));
}

function selects(selector: { matchLabels?: Record<string, string> }, labels: Record<string, string>): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}
