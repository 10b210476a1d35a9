import { podRule } from "../support/rule";
import { podSecurity } from "./pod-security";

// check_capabilities_restricted.go: one entry "ALL" is enough, what else is in the list doesn't matter.
export const dropAllCapabilities = podRule({
  name: "drop-all-capabilities",
  displayName: "Drop all capabilities",
  description: "Every container drops all capabilities.",
  severity: "high",
  remediationSteps: 'Set securityContext.capabilities.drop to ["ALL"].',
  ...podSecurity("Restricted", "Capabilities"),
  covers: ["checkov CKV_K8S_28", "checkov CKV_K8S_37", "trivy KSV003", "trivy KSV106", "trivy KSV119"],
  from: "restricted",
  remedy: { containers: [{ at: ["securityContext", "capabilities", "drop"], value: ["ALL"] }] },
  check(pod, report) {
    if (pod.windows) {
      return; // The API refuses capabilities on Windows pods.
    }
    for (const container of pod.containers) {
      const drop = container.field.at("securityContext", "capabilities", "drop");
      const dropped = drop.items();
      if (dropped.some((capability) => capability.value === "ALL")) {
        continue;
      }
      const trouble = dropped.filter((capability) => !report.readable(capability));
      if (trouble.length === 0) {
        report.violation({
          what: `${container.field.owner} does not drop ALL capabilities`,
          why: "it keeps the default ones, among them raw sockets and changing file owners",
          fix: `Set ${drop.path} to ["ALL"]`,
        });
      }
    }
  },
});
