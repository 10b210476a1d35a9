import { podRule } from "../support/rule";
import { oneOf, podSecurity } from "./pod-security";

// check_capabilities_baseline.go, check_capabilities_restricted.go
const baseline = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];
const restricted = ["NET_BIND_SERVICE"];

export const addedCapabilities = podRule({
  name: "added-capabilities",
  displayName: "Added capabilities",
  description:
    "Containers add no capability but NET_BIND_SERVICE (in a baseline namespace: none beyond the default set).",
  severity: "high",
  remediationSteps: "Remove the capability from securityContext.capabilities.add.",
  ...podSecurity("Restricted", "Capabilities"),
  covers: ["checkov CKV_K8S_25", "checkov CKV_K8S_39", "trivy KSV005", "trivy KSV022"],
  from: "baseline",
  check(pod, report, { level }) {
    if (level === "restricted" && pod.windows) {
      return; // The API refuses capabilities on Windows pods, so the API server looks at `baseline` only.
    }
    const allowed = level === "restricted" ? restricted : baseline;
    for (const container of pod.containers) {
      for (const capability of container.field.at("securityContext", "capabilities", "add").items()) {
        report.expect(capability, oneOf(...allowed), {
          why: `a ${level} namespace lets containers add ${allowed.join(", ")} only`,
          fix: `Remove ${capability.path}`,
        });
      }
    }
  },
});
