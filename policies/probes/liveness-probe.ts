import { podRule } from "../support/rule";
import { expectProbe, probes, serving } from "./probe";

export const livenessProbe = podRule({
  name: "liveness-probe",
  displayName: "Liveness probe",
  description: "Every long-running container can be found hanging.",
  severity: "medium",
  remediationSteps: "Give the container a livenessProbe.",
  ...probes,
  covers: ["checkov CKV_K8S_8"],
  check(pod, report) {
    for (const container of serving(pod, report)) {
      expectProbe(report, container, "liveness", "one that hangs stays until somebody notices");
    }
  },
});
