import { bestPractice } from "../support/benchmarks";
import { annotation } from "../support/keys";
import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { stackRule, type StackView } from "../support/rule";
import { number } from "../support/values";
import { isScaler } from "../quotas/most-pods";
import { availability, fewestSetting, isReplicated, type Replicated, replicated, tell } from "./replicated";

export const replicas = stackRule({
  name: "replicas",
  displayName: "More than one pod",
  description: "Every service has more than one pod, or says that it may have one only.",
  severity: "medium",
  remediationSteps: "Raise replicas or the autoscaler's minimum; a singleton says strategy.type Recreate.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/application.html",
  ...bestPractice("Reliability: applications"),
  ...availability,

  needs: (object) => isReplicated(object) || isScaler(object),
  config: {
    min: { type: "integer", minimum: 1, default: 2, description: "Fewest pods of a service." },
  },
  check(view) {
    const least = number(view.config["min"], 2);
    for (const one of replicated(view)) {
      if (typeof one.fewest !== "number") {
        tell(view, one.object, one.fewest);
      } else if (one.fewest < least && !isMeant(one)) {
        judge(view, one, one.fewest, least);
      }
    }
  },
});

function judge(view: StackView, one: Replicated, fewest: number, least: number): void {
  const { object } = one;
  const report = view.about(object);
  const strategy = object.root.at("spec", "strategy", "type");
  if (fewest === 1 && strategy.isUnknown) {
    report.unknown(strategy);
    return;
  }
  const reason = reasonOf(object);
  if (reason.isUnknown && isMeant(one, "known later")) {
    report.unknown(reason);
    return;
  }
  report.violation({
    what: `it may have ${fewest} ${fewest === 1 ? "pod" : "pods"} only`,
    why: "while a node is drained or breaks there is nobody to answer",
    fix:
      object.kind === "StatefulSet"
        ? `Set ${fewestSetting(one)} to ${least} or more, or say in annotation ${annotation.reason} why one is enough`
        : `Set ${fewestSetting(one)} to ${least} or more, or strategy.type to Recreate for a singleton`,
  });
}

/** Recreate stops the old pod before the new one starts: whoever writes that means one pod. */
function isMeant({ object, fewest, scaler }: Replicated, reason = reasonOf(object).string): boolean {
  if (scaler !== undefined) {
    return false;
  }
  // What is stopped on purpose says why, as in a standby that waits for its promotion.
  if (fewest === 0) {
    return reason !== undefined;
  }
  return (
    fewest === 1 &&
    (object.root.at("spec", "strategy", "type").value === "Recreate" || (reason !== undefined && hasVolumes(object)))
  );
}

/**
 * A StatefulSet with volumes of its own that says why one pod is enough: a database that does not replicate would be two
 * databases with two pods.
 */
function hasVolumes({ kind, root }: KubeObject): boolean {
  return kind === "StatefulSet" && root.at("spec", "volumeClaimTemplates").items().length > 0;
}

function reasonOf({ root }: KubeObject): Field {
  return root.at("metadata", "annotations", annotation.reason);
}
