import { podRule } from "../support/rule";
import { podSecurity } from "./pod-security";

// check_runAsNonRoot.go. A pod-level `false` is refused even where every container says `true`; since 1.35 pods in a
// user namespace are exempt.
export const runAsNonRoot = podRule({
  name: "run-as-non-root",
  displayName: "Run as non-root",
  description: "Every container is required to run as a user other than root.",
  severity: "high",
  remediationSteps: "Set securityContext.runAsNonRoot of the pod to true.",
  ...podSecurity("Restricted", "Running as Non-root"),
  covers: ["checkov CKV_K8S_23", "trivy KSV012"],
  from: "restricted",
  check(pod, report) {
    if (pod.userNamespace) {
      return;
    }
    const ofPod = pod.spec.at("securityContext", "runAsNonRoot");
    const say = {
      why: "root in a container is one kernel bug away from root on the node",
      fix: `Set ${ofPod.path} to true`,
    };
    if (!ofPod.absent) {
      report.expect(ofPod, (value) => value === true, say);
    }
    for (const container of pod.containers) {
      const field = container.field.at("securityContext", "runAsNonRoot");
      if (!field.absent || ofPod.absent) {
        report.expect(field, (value) => value === true, say);
      }
    }
  },
});
