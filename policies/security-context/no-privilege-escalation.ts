import { podRule } from "../support/rule";
import { podSecurity } from "./pod-security";

// check_allowPrivilegeEscalation.go
export const noPrivilegeEscalation = podRule({
  name: "no-privilege-escalation",
  displayName: "No privilege escalation",
  description: "No process of a container can gain more rights than its parent has.",
  severity: "high",
  remediationSteps: "Set securityContext.allowPrivilegeEscalation to false on every container.",
  ...podSecurity("Restricted", "Privilege Escalation"),
  covers: ["CIS EKS 4.2.5", "checkov CKV_K8S_20", "trivy KSV001"],
  from: "restricted",
  remedy: { containers: [{ at: ["securityContext", "allowPrivilegeEscalation"], value: false }] },
  check(pod, report) {
    if (pod.windows) {
      return; // The API refuses the field on Windows pods.
    }
    for (const container of pod.containers) {
      const field = container.field.at("securityContext", "allowPrivilegeEscalation");
      report.expect(field, (value) => value === false, {
        why: "a set-user-ID file in the image could make any process root, and the default allows it",
        fix: `Set ${field.path} to false`,
      });
    }
  },
});
