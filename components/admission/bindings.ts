import { label } from "../shared/vocabulary";
import type { PolicyPlan } from "./policies";
import type { AdmissionMode } from "./settings";

/** A namespace that is not judged like the others, and why. */
export interface ExemptNamespace {
  name: string;
  reason: string;
}

interface NamespaceSelector {
  matchExpressions: { key: string; operator: "In" | "NotIn"; values: string[] }[];
}

/** One ValidatingAdmissionPolicyBinding. */
export interface BindingPlan {
  name: string;
  /** Why somebody is left out or only noted, where somebody is. */
  reason?: string;
  spec: {
    policyName: string;
    validationActions: string[];
    matchResources: { namespaceSelector: NamespaceSelector };
  };
}

/** Namespaces of Kubernetes and EKS: what is there, nobody here can change. */
const ofKubernetes = ["kube-node-lease", "kube-public", "kube-system"];

const actions: Record<AdmissionMode, string[]> = {
  deny: ["Deny", "Audit"],
  warn: ["Warn", "Audit"],
  audit: ["Audit"],
};

/**
 * How a policy is held, and where. Everywhere but in Kubernetes' own namespaces and those of add-ons, so that a
 * namespace that somebody makes by hand is judged too. Pods of add-ons come from charts of others: they go to the audit
 * log, because a refusal there would take the cluster's own controllers away. Pure.
 */
export function bindingsOf(policy: PolicyPlan, mode: AdmissionMode, exempt: readonly ExemptNamespace[]): BindingPlan[] {
  const held = policy.level === "advisory" && mode === "deny" ? "warn" : mode;
  if (policy.subject === "namespaces") {
    return [{ name: policy.name, spec: spec(policy, held, outside(ofKubernetes)) }];
  }
  const names = exempt.map(({ name }) => name).sort();
  const reason = exempt.map((one) => `${one.name}: ${one.reason}`).join("; ");
  const main = {
    name: policy.name,
    ...(reason === "" ? {} : { reason }),
    spec: spec(policy, held, outside([...ofKubernetes, ...names])),
  };
  if (policy.level === "advisory" || !names.length) return [main];
  return [main, { name: `${policy.name}-noted`, reason, spec: spec(policy, "audit", selector("In", names)) }];
}

const outside = (names: string[]) => selector("NotIn", names);

function selector(operator: "In" | "NotIn", values: string[]): NamespaceSelector {
  return { matchExpressions: [{ key: label.namespaceName, operator, values }] };
}

function spec({ name }: PolicyPlan, mode: AdmissionMode, namespaceSelector: NamespaceSelector) {
  return { policyName: name, validationActions: actions[mode], matchResources: { namespaceSelector } };
}
