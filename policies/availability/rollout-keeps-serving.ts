import type { Field } from "../support/field";
import { stackRule } from "../support/rule";
import { bestPractice } from "../support/benchmarks";
import { isScaler } from "../quotas/most-pods";
import { availability, isReplicated, replicated } from "./replicated";

export const rolloutKeepsServing = stackRule({
  name: "rollout-keeps-serving",
  displayName: "Rollouts keep serving",
  description: "A rollout of a service with several pods never stops all of them at once.",
  severity: "medium",
  remediationSteps: "Set strategy.type to RollingUpdate, and rollingUpdate.maxUnavailable to less than all pods.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy",
  ...bestPractice("Reliability: applications"),
  ...availability,
  covers: ["kube-score deployment-strategy", "kube-linter no-rolling-update-strategy"],
  needs: (object) => isReplicated(object) || isScaler(object),
  check(view) {
    for (const { object, fewest } of replicated(view)) {
      // Deployments alone: a StatefulSet replaces one pod after the other, a Rollout says its own steps.
      if (object.kind !== "Deployment" || typeof fewest !== "number" || fewest < 2) {
        continue;
      }
      const report = view.about(object);
      const strategy = object.root.at("spec", "strategy");
      const type = strategy.at("type");
      report.expect(type, (value) => value === undefined || value === "RollingUpdate", {
        why: "Recreate stops every pod before the first new one starts",
        fix: `Set ${type.path} to RollingUpdate`,
      });
      const most = strategy.at("rollingUpdate", "maxUnavailable");
      report.expect(most, () => leaves(most, fewest), {
        why: `it may stop all of ${fewest} pods before a new one is ready`,
        fix: `Set ${most.path} to less than the fewest pods that there are`,
      });
    }
  },
});

/** A share is rounded down, so that less than 100 % leaves one pod: k8s.io/kubernetes deployment/util, ResolveFenceposts. */
function leaves({ value }: Field, pods: number): boolean {
  if (value === undefined || value === null) {
    return true; // 25 %
  }
  if (typeof value === "number") {
    return Number.isInteger(value) && value >= 0 && value < pods;
  }
  const share = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return share !== undefined && Number(share) < 100;
}
