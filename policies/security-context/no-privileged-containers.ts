import { podRule } from "../support/rule";
import { podSecurity, unsetOrFalse } from "./pod-security";

// check_privileged.go
export const noPrivilegedContainers = podRule({
  name: "no-privileged-containers",
  displayName: "No privileged containers",
  description: "No container runs privileged.",
  severity: "critical",
  remediationSteps: "Remove securityContext.privileged; add the one capability that is needed instead.",
  ...podSecurity("Baseline", "Privileged Containers"),
  covers: ["CIS EKS 4.2.1", "checkov CKV_K8S_16", "trivy KSV017"],
  from: "baseline",
  check(pod, report) {
    for (const container of pod.containers) {
      const field = container.field.at("securityContext", "privileged");
      report.expect(field, unsetOrFalse, {
        why: "a privileged container is root on its node",
        fix: `Remove ${field.path}`,
      });
    }
  },
});
