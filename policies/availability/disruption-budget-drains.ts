import type { KubeObject } from "../support/kube-object";
import { bestPractice } from "../support/benchmarks";
import { stackRule, type StackView } from "../support/rule";
import { isScaler } from "../quotas/most-pods";
import { namespaceOf } from "../support/namespaced";
import { selects } from "../support/selectors";
import { candidatePods } from "../support/taken";
import { isBudget, selectorOf, share } from "./budgets";
import { availability, isReplicated, replicated, type Replicated } from "./replicated";

export const disruptionBudgetDrains = stackRule({
  name: "disruption-budget-drains",
  displayName: "Budgets let nodes be drained",
  description: "Every PodDisruptionBudget lets a pod go, even when there are as few as there may be.",
  severity: "high",
  remediationSteps: "Set maxUnavailable to 1, or minAvailable below the fewest pods.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  ...bestPractice("Cluster upgrades"),
  ...availability,

  needs: (object) => isReplicated(object) || isScaler(object) || isBudget(object),
  config: {
    unhealthy: {
      type: "string",
      enum: ["AlwaysAllow", "any"],
      default: "AlwaysAllow",
      description: "Whether pods that aren't ready may always be evicted; else a broken version holds its nodes.",
    },
  },
  check(view) {
    const workloads = new Map(replicated(view).map((one) => [one.pod, one]));
    const near = candidatePods([...workloads.keys()]);
    for (const budget of view.objects.filter(isBudget)) {
      const pods = near(namespaceOf(budget), selectorOf(budget).at("matchLabels"));
      const taken = pods.filter((pod) => selects(selectorOf(budget), pod.metadata.at("labels")) === true);
      judge(
        view,
        budget,
        taken.flatMap((pod) => workloads.get(pod) ?? []),
      );
      const unhealthy = budget.root.at("spec", "unhealthyPodEvictionPolicy");
      if (view.config["unhealthy"] !== "any") {
        view.about(budget).expect(unhealthy, (value) => value === "AlwaysAllow", {
          why: "pods that never become ready then block every drain",
          fix: `Set ${unhealthy.path} to AlwaysAllow`,
        });
      }
    }
  },
});

function judge(view: StackView, budget: KubeObject, taken: Replicated[]): void {
  const report = view.about(budget);
  const spec = budget.root.at("spec");
  const [least, most] = [spec.at("minAvailable"), spec.at("maxUnavailable")];
  const field = least.absent ? most : least;
  const selector = selectorOf(budget);
  report.expect(selector, (value) => value !== undefined, { why: "it takes no pod", fix: `Set ${selector.path}` });
  if (!report.readable(field)) {
    return;
  }
  const counts = taken.map(({ fewest }) => fewest);
  const unsure = counts.find((count) => typeof count !== "number");
  // Without a workload in sight: any number of pods, of which 0 and 0 %, or 100 %, let none go.
  const pods =
    counts.length === 0 ? 100 : counts.reduce<number>((sum, one) => sum + (typeof one === "number" ? one : 0), 0);
  if (typeof unsure === "object") {
    report.readable(unsure.ownedBy("its pods", unsure.path));
    return;
  }
  const amount = share(field, pods);
  const allowed = amount === undefined ? undefined : field === least ? pods - amount : amount;
  const blind = counts.length === 0 && typeof field.value === "number" && field === least;
  report.expect(field, () => blind || pods < 2 || (allowed !== undefined && allowed >= 1), {
    why:
      allowed === undefined
        ? "that is no number of pods and no percentage"
        : `of ${counts.length === 0 ? "any number of" : pods} pods none may go, so no node can be drained and no upgrade ends`,
    fix: `Set ${most.path} to 1`,
  });
}
