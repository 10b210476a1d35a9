import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { cis } from "../support/benchmarks";
import { isWorkload, podOf, type Pod } from "../support/pods";
import { stackRule, type StackView } from "../support/rule";
import { selects, type Selects } from "../support/selectors";
import { isOfKubernetes, namespaceOf } from "../support/namespaced";
import { perhapsTaking } from "../support/taken";
import { allowsAll, isAbout, isNetworkPolicy, kubeNetwork, type Direction } from "./policies";

export const networkPolicyCoverage = stackRule({
  name: "network-policy-coverage",
  displayName: "A NetworkPolicy for every pod",
  description: "Every pod is taken by a NetworkPolicy, for what comes in and for what goes out.",
  severity: "high",
  remediationSteps:
    "Make a NetworkPolicy that denies everything in the namespace, and others that allow what is needed.",
  url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
  ...cis("4.3.2"),
  ...kubeNetwork,
  covers: ["CIS EKS 5.4.4", "NSA-CISA network separation", "checkov CKV2_K8S_6"],
  needs: (object) => isWorkload(object) || isNetworkPolicy(object),
  config: {
    egress: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "Whether what goes out counts too.",
    },
  },
  check(view) {
    const policies = view.objects.filter(isNetworkPolicy);
    // One whose namespace isn't known yet may be in any.
    const astray = policies.some((policy) => policy.root.at("metadata", "namespace").isUnknown);
    const pods = view.objects.filter(isWorkload).flatMap((object) => podOf(object) ?? []);
    const near = perhapsTaking(policies, selectorOf, pods);
    const directions: Direction[] = view.config["egress"] === "optional" ? ["Ingress"] : ["Ingress", "Egress"];
    for (const pod of pods) {
      // A pod in its node's network is no pod to a NetworkPolicy; no-host-namespaces judges that.
      if (!isOfKubernetes(pod.object) && pod.spec.at("hostNetwork").value !== true) {
        const candidates = astray ? policies : near(pod);
        directions.forEach((direction) => judge(view, candidates, pod, direction));
      }
    }
  },
});

function selectorOf(policy: KubeObject): Field {
  return policy.root.at("spec", "podSelector");
}

function judge(view: StackView, policies: readonly KubeObject[], pod: Pod, direction: Direction): void {
  const found = policies.map((policy) => covers(policy, pod, direction));
  if (found.includes(true)) {
    return;
  }
  const unsure = found.find((one): one is Field => typeof one !== "boolean");
  const report = view.about(pod.object);
  if (unsure) {
    report.readable(unsure.ownedBy("a NetworkPolicy", unsure.path));
    return;
  }
  report.violation({
    what: `no NetworkPolicy limits what ${direction === "Ingress" ? "comes in" : "goes out"}`,
    why: direction === "Ingress" ? "every pod of the cluster reaches it" : "whoever breaks in reaches everything",
    fix: `Make a NetworkPolicy in namespace ${namespaceOf(pod.object)} that takes its pods, with policyTypes [${direction}]`,
  });
}

function covers(policy: KubeObject, pod: Pod, direction: Direction): Selects {
  const namespace = policy.root.at("metadata", "namespace");
  if (!namespace.isUnknown && namespaceOf(policy) !== namespaceOf(pod.object)) {
    return false;
  }
  const parts: Selects[] = [
    namespace.isUnknown ? namespace : true,
    selects(selectorOf(policy), pod.metadata.at("labels")),
    isAbout(policy, direction),
    // What lets everything through limits nothing.
    !allowsAll(policy, direction),
  ];
  return !parts.includes(false) && (parts.find((part) => part !== true) ?? true);
}
