import type { Field } from "../support/field";
import { bestPractice } from "../support/benchmarks";
import { stackRule } from "../support/rule";
import { isScaler } from "../quotas/most-pods";
import { selects } from "../support/selectors";
import { perhapsTaking } from "../support/taken";
import { availability, isReplicated, replicated, tell } from "./replicated";
import { isBudget, selectorOf } from "./budgets";

export const disruptionBudget = stackRule({
  name: "disruption-budget",
  displayName: "A budget for disruptions",
  description: "Every workload with several pods has a PodDisruptionBudget, and one only.",
  severity: "medium",
  remediationSteps: "Make a PodDisruptionBudget whose selector takes the pods.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  ...bestPractice("Reliability: applications"),
  ...availability,
  covers: ["kyverno require-pdb"],
  needs: (object) => isReplicated(object) || isScaler(object) || isBudget(object),
  check(view) {
    const workloads = replicated(view);
    const budgets = perhapsTaking(
      view.objects.filter(isBudget),
      selectorOf,
      workloads.map(({ pod }) => pod),
    );
    for (const { object, pod, fewest } of workloads) {
      if (typeof fewest !== "number") {
        tell(view, object, fewest);
        continue;
      }
      const found = budgets(pod).map((budget) => selects(selectorOf(budget), pod.metadata.at("labels")));
      const sure = found.filter((one) => one === true).length;
      const unsure = found.find((one): one is Field => typeof one !== "boolean");
      if (sure > 1) {
        view.about(object).violation({
          what: `${sure} PodDisruptionBudgets take its pods`,
          why: "Kubernetes then refuses every eviction, and no node can be drained",
          fix: "Leave one of them",
        });
      } else if (sure === 0 && fewest >= 2 && unsure) {
        view.about(object).readable(unsure.ownedBy("a PodDisruptionBudget", unsure.path));
      } else if (sure === 0 && fewest >= 2) {
        view.about(object).violation({
          what: "no PodDisruptionBudget takes its pods",
          why: "a drain of nodes may take all of them at once",
          fix: "Make a PodDisruptionBudget with maxUnavailable: 1 whose selector takes its pods",
        });
      }
    }
  },
});
