import type { Field } from "../support/field";
import type { Pod } from "../support/pods";
import { bestPractice } from "../support/benchmarks";
import { stackRule, type StackView } from "../support/rule";
import { selects } from "../support/selectors";
import { isScaler } from "../quotas/most-pods";
import { availability, isReplicated, replicated, tell } from "./replicated";

export const spread = stackRule({
  name: "spread",
  displayName: "Pods on different nodes",
  description: "Pods of one workload are spread, and by a selector that takes them.",
  severity: "medium",
  remediationSteps: "Set topologySpreadConstraints or podAntiAffinity with a selector of the pod's own labels.",
  url: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
  ...bestPractice("Reliability: applications"),
  ...availability,
  covers: ["kube-linter no-anti-affinity"],
  needs: (object) => isReplicated(object) || isScaler(object),
  check(view) {
    for (const { object, pod, fewest } of replicated(view)) {
      if (typeof fewest !== "number") {
        tell(view, object, fewest);
      } else if (fewest >= 2) {
        judge(view, pod);
      }
    }
  },
});

function judge(view: StackView, pod: Pod): void {
  const report = view.about(pod.object);
  const constraints = pod.spec.at("topologySpreadConstraints").items();
  const terms = antiAffinity(pod.spec.at("affinity", "podAntiAffinity"));
  const all = [...constraints, ...terms];
  const labels = pod.metadata.at("labels");
  // Terms may be about other pods, which they keep away and not these apart.
  const apart = all.some((one) => selects(one.at("labelSelector"), labels) !== false);
  if (all.length === 0 || (constraints.length === 0 && !apart)) {
    report.violation({
      what: "nothing keeps its pods apart",
      why: "one node may carry all of them, and take all of them with it",
      fix: "Set topologySpreadConstraints over kubernetes.io/hostname and topology.kubernetes.io/zone",
    });
  }
  for (const one of all) {
    const selector = one.at("labelSelector");
    const taken = selects(selector, labels);
    if (typeof taken !== "boolean") {
      report.readable(taken);
    } else if (!taken && (selector.absent || constraints.includes(one))) {
      report.violation({
        what: `${selector.path} doesn't take its own pods`,
        why: "it spreads other pods, or none",
        fix: `Set ${selector.path} to the pod's own labels`,
      });
    }
  }
}

/** Terms that keep pods apart; one may well be about other pods, so those needn't take its own. */
function antiAffinity(affinity: Field): Field[] {
  return [
    ...affinity.at("requiredDuringSchedulingIgnoredDuringExecution").items(),
    ...affinity
      .at("preferredDuringSchedulingIgnoredDuringExecution")
      .items()
      .map((one) => one.at("podAffinityTerm")),
  ];
}
