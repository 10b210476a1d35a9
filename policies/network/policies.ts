import { type Field, Malformed } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";

export const kubeNetwork = { tags: ["network"] };

export function isNetworkPolicy({ group, kind }: Kind): boolean {
  return group === "networking.k8s.io" && kind === "NetworkPolicy";
}

export type Direction = "Ingress" | "Egress";

/**
 * Whether a policy is about a direction. Without `policyTypes` it is about ingress, and about egress where it has
 * egress rules: NetworkPolicySpec, k8s.io/api v0.36 networking/v1/types.go.
 */
export function isAbout(policy: KubeObject, direction: Direction): boolean | Field {
  const types = policy.root.at("spec", "policyTypes");
  if (types.absent) {
    return direction === "Ingress" || !policy.root.at("spec", "egress").absent;
  }
  const items = types.items();
  const odd = items.find((item) => item.string === undefined);
  return items.some((item) => item.value === direction) || (odd === undefined ? false : settled(odd));
}

/**
 * Whether a policy lets everything through in a direction: a rule without peers and without ports is from everywhere, to
 * every port. NetworkPolicyIngressRule, k8s.io/api v0.36 networking/v1/types.go.
 */
export function allowsAll(policy: KubeObject, direction: Direction): boolean {
  const peers = direction === "Ingress" ? "from" : "to";
  return policy.root
    .at("spec", direction.toLowerCase())
    .items()
    .some((rule) => isOpen(rule, peers));
}

function isOpen(rule: Field, peers: string): boolean {
  const isEmpty = (field: Field) => field.absent || (Array.isArray(field.value) && field.value.length === 0);
  if (rule.isUnknown || rule.isMalformed || !isEmpty(rule.at("ports"))) {
    return false;
  }
  const all = rule.at(peers);
  // Every address, of both kinds or of the one that the cluster has.
  const everywhere = all
    .items()
    .some((peer) => ["0.0.0.0/0", "::/0"].includes(peer.at("ipBlock", "cidr").string ?? ""));
  const excepted = all.items().some((peer) => !isEmpty(peer.at("ipBlock", "except")));
  return isEmpty(all) || (everywhere && !excepted);
}

function settled(field: Field): Field {
  return field.isUnknown || field.isMalformed ? field : field.with(new Malformed(field.value, "Ingress or Egress"));
}
