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

function settled(field: Field): Field {
  return field.isUnknown || field.isMalformed ? field : field.with(new Malformed(field.value, "Ingress or Egress"));
}
