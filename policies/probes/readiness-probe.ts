import { podRule } from "../support/rule";
import { expectProbe, probes, serving } from "./probe";

export const readinessProbe = podRule({
  name: "readiness-probe",
  displayName: "Readiness probe",
  description: "Every long-running container says when it can take requests.",
  severity: "high",
  remediationSteps: "Give the container a readinessProbe.",
  ...probes,
  covers: ["checkov CKV_K8S_9"],
  check(pod, report) {
    for (const container of serving(pod, report)) {
      expectProbe(report, container, "readiness", "every rollout sends requests to pods that can't answer yet");
    }
  },
});
