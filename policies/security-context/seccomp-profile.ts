import { podRule } from "../support/rule";
import { oneOf, podSecurity } from "./pod-security";

// check_seccompProfile_baseline.go, check_seccompProfile_restricted.go
const allowed = oneOf("RuntimeDefault", "Localhost");

export const seccompProfile = podRule({
  name: "seccomp-profile",
  displayName: "Seccomp profile",
  description: "Containers run under a seccomp profile (in a baseline namespace: don't switch it off).",
  severity: "high",
  remediationSteps: "Set securityContext.seccompProfile.type of the pod to RuntimeDefault.",
  ...podSecurity("Restricted", "Seccomp"),
  covers: ["checkov CKV_K8S_31", "trivy KSV030", "trivy KSV104"],
  from: "baseline",
  remedy: { pod: [{ at: ["securityContext", "seccompProfile"], value: { type: "RuntimeDefault" } }] },
  check(pod, report, { level }) {
    if (level === "restricted" && pod.windows) {
      return; // The API refuses seccomp profiles on Windows pods, so the API server looks at `baseline` only.
    }
    const ofPod = pod.spec.at("securityContext", "seccompProfile");
    const say = {
      why: "without a profile the container may make every system call there is",
      fix: `Set ${pod.spec.at("securityContext", "seccompProfile", "type").path} to RuntimeDefault`,
    };
    if (!ofPod.absent) {
      report.expect(ofPod.at("type"), allowed, say);
    }
    for (const container of pod.containers) {
      const profile = container.field.at("securityContext", "seccompProfile");
      if (!profile.absent || (level === "restricted" && ofPod.absent)) {
        report.expect(profile.at("type"), allowed, say);
      }
    }
  },
});
