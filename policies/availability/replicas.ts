import { bestPractice } from "../support/benchmarks";
import { annotation } from "../support/keys";
import type { KubeObject } from "../support/kube-object";
import { stackRule } from "../support/rule";
import { number } from "../support/values";
import { isScaler } from "../quotas/most-pods";
import { availability, fewestSetting, isReplicated, replicated, tell } from "./replicated";

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
      const { object, fewest } = one;
      // Recreate stops the old pod before the new one starts: whoever writes that means one pod.
      const strategy = object.root.at("spec", "strategy", "type");
      const singleton =
        fewest === 1 && one.scaler === undefined && (strategy.value === "Recreate" || hasReason(object));
      // What is stopped on purpose says why, as in a standby that waits for its promotion.
      const stopped = fewest === 0 && one.scaler === undefined && reasonOf(object) !== undefined;
      if (typeof fewest !== "number") {
        tell(view, object, fewest);
      } else if (fewest < least && !singleton && !stopped) {
        const report = view.about(object);
        if (fewest === 1 && strategy.isUnknown) {
          report.unknown(strategy);
          continue;
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
    }
  },
});

/**
 * A StatefulSet with volumes of its own that says why one pod is enough: a database that does not replicate would be two
 * databases with two pods.
 */
function hasReason(object: KubeObject): boolean {
  const { kind, root } = object;
  return (
    kind === "StatefulSet" &&
    reasonOf(object) !== undefined &&
    root.at("spec", "volumeClaimTemplates").items().length > 0
  );
}

function reasonOf({ root }: KubeObject): string | undefined {
  return root.at("metadata", "annotations", annotation.reason).string;
}
