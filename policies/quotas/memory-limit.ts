import { podRule } from "../support/rule";
import { accountable, expectQuantity, quotas } from "./resources";

export const memoryLimit = podRule({
  name: "memory-limit",
  displayName: "Memory limit",
  description: "Every container has a memory limit.",
  severity: "high",
  remediationSteps: "Set resources.limits.memory.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/",
  ...quotas,
  covers: ["checkov CKV_K8S_13", "trivy KSV018"],
  check(pod, report) {
    for (const container of accountable(pod)) {
      expectQuantity(report, container, "limits", "memory", "a leak takes the memory of the whole node");
    }
  },
});
