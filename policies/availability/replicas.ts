import { bestPractice } from "../support/benchmarks";
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
      const singleton = strategy.value === "Recreate" && fewest === 1 && one.scaler === undefined;
      if (typeof fewest !== "number") {
        tell(view, object, fewest);
      } else if (fewest < least && !singleton) {
        const report = view.about(object);
        if (fewest === 1 && strategy.isUnknown) {
          report.unknown(strategy);
          continue;
        }
        report.violation({
          what: `it may have ${fewest} ${fewest === 1 ? "pod" : "pods"} only`,
          why: "while a node is drained or breaks there is nobody to answer",
          fix: `Set ${fewestSetting(one)} to ${least} or more, or strategy.type to Recreate for a singleton`,
        });
      }
    }
  },
});
