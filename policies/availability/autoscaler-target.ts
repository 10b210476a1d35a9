import { stackRule } from "../support/rule";
import { isWorkload } from "../support/pods";
import { asTarget, isScaler, scalerTarget } from "../quotas/most-pods";
import { availability } from "./replicated";

export const autoscalerTarget = stackRule({
  name: "autoscaler-target",
  displayName: "What autoscalers scale",
  description: "Every autoscaler has a workload of its own, which leaves the number of pods to it.",
  severity: "high",
  remediationSteps: "Point scaleTargetRef to a workload of the stack, and leave its replicas out.",
  url: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
  ...availability,

  needs: (object) => isWorkload(object) || isScaler(object),
  check(view) {
    const workloads = new Map(view.objects.filter(isWorkload).map((one) => [asTarget(one), one]));
    const seen = new Map<string, string>();
    for (const scaler of view.objects.filter(isScaler)) {
      const report = view.about(scaler);
      const target = scaler.root.at("spec", "scaleTargetRef");
      const parts = [scaler.root.at("metadata", "namespace"), target.at("kind"), target.at("name")];
      if (!parts.every((part) => report.readable(part))) {
        continue;
      }
      const [least, most] = ["minReplicas", "maxReplicas"].map((key) => scaler.root.at("spec", key));
      if (scaler.kind === "HorizontalPodAutoscaler" && least && most && report.readableAs(least, "number")) {
        const fewest = typeof least.value === "number" ? least.value : 1;
        report.expect(most, (value) => typeof value === "number" && value >= fewest, {
          why: "there may be no more pods than there are at least",
          fix: `Set ${most.path} to ${least.path} or more`,
        });
      }
      const key = scalerTarget(scaler);
      const workload = workloads.get(key);
      const name = `${target.at("kind").string ?? "Deployment"} "${target.at("name").string ?? ""}"`;
      if (workload === undefined) {
        report.violation({
          what: `it scales ${name}, which the stack doesn't have`,
          why: "it scales nothing, and nobody is told",
          fix: `Set ${target.path} to a workload of its namespace`,
        });
        continue;
      }
      if (seen.has(key)) {
        report.violation({
          what: `it scales ${name}, as ${seen.get(key)} does`,
          why: "the two undo each other's work",
          fix: "Leave one of them",
        });
      }
      seen.set(key, scaler.name);
      const replicas = workload.root.at("spec", "replicas");
      view.about(workload).expect(replicas, (value) => value === undefined, {
        why: `each deployment takes back what ${scaler.kind} "${scaler.name}" has scaled`,
        fix: `Remove ${replicas.path}`,
      });
    }
  },
});
