import { podRule } from "../support/rule";
import { beyond } from "./pod-security";

// Beyond Pod Security: kyverno require-ro-rootfs, kube-score, Polaris, NSA/CISA. Windows has no read-only root.
export const readOnlyRoot = podRule({
  name: "read-only-root",
  displayName: "Read-only root file system",
  description: "Containers can't write to their own image.",
  severity: "medium",
  remediationSteps:
    "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program writes.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ...beyond,
  covers: ["checkov CKV_K8S_22", "trivy KSV014"],
  from: "baseline",
  check(pod, report) {
    if (pod.windows) {
      return;
    }
    for (const container of pod.containers) {
      const field = container.field.at("securityContext", "readOnlyRootFilesystem");
      report.expect(field, (value) => value === true, {
        why: "who breaks in can change the program, and what it writes is lost with the container",
        fix: `Set ${field.path} to true and mount an emptyDir where it has to write`,
      });
    }
  },
});
