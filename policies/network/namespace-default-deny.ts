import { Unknown } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { cis } from "../support/benchmarks";
import { stackRule } from "../support/rule";
import { isNamespace } from "../support/seen";
import { applicationNamespaces, byNamespace } from "../support/namespaced";
import { isAbout, isNetworkPolicy, kubeNetwork, type Direction } from "./policies";

export const namespaceDefaultDeny = stackRule({
  name: "namespace-default-deny",
  displayName: "Deny by default",
  description: "Every application namespace denies all traffic that no policy allows.",
  severity: "high",
  remediationSteps: "Make a NetworkPolicy with podSelector {}, policyTypes [Ingress, Egress] and no rules.",
  url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic",
  ...cis("4.3.2"),
  ...kubeNetwork,
  covers: ["NSA-CISA network separation"],
  needs: (object) => isNamespace(object) || isNetworkPolicy(object),
  check(view) {
    const policies = view.objects.filter(isNetworkPolicy);
    const within = byNamespace(policies, (policy) => policy);
    for (const namespace of applicationNamespaces(view)) {
      const own = within(namespace.name);
      const directions: Direction[] = ["Ingress", "Egress"];
      const missing = directions.filter((direction) => !own.some((policy) => denies(policy, direction)));
      if (missing.length === 0) {
        continue;
      }
      const report = view.about(namespace);
      const unsure = [
        ...policies.map((policy) => policy.root.at("metadata", "namespace")),
        ...own.flatMap(({ root }) =>
          ["podSelector", "policyTypes", "ingress", "egress"].map((key) => root.at("spec", key)),
        ),
        ...own.flatMap(({ root }) => root.at("spec", "policyTypes").items()),
      ].find((field) => field.isUnknown);
      if (unsure) {
        report.unknown(unsure.ownedBy("a NetworkPolicy", unsure.path));
      } else {
        report.violation({
          what: `nothing denies ${missing.map((one) => one.toLowerCase()).join(" and ")} by default`,
          why: "a pod that no policy thinks of talks to everything",
          fix: "Make a NetworkPolicy in it with podSelector {}, policyTypes [Ingress, Egress] and no rules",
        });
      }
    }
  },
});

/** Takes every pod and allows nothing. Whether others allow something doesn't matter: policies add up. */
function denies(policy: KubeObject, direction: Direction): boolean {
  const spec = policy.root.at("spec");
  const selector = spec.at("podSelector").value;
  const rules = spec.at(direction.toLowerCase()).value;
  const everyPod = isPlain(selector) && !Array.isArray(selector) && isEmpty(selector);
  const nothing = rules === undefined || rules === null || (Array.isArray(rules) && rules.length === 0);
  return everyPod && nothing && isAbout(policy, direction) === true;
}

function isEmpty(selector: object): boolean {
  // `{ matchLabels: {} }` takes every pod too. An unknown value is no plain object and settles nothing.
  return Object.values(selector).every(
    (value: unknown) => value === null || (isPlain(value) && Object.keys(value).length === 0),
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Unknown);
}
