import { podRule } from "../support/rule";
import { podSecurity, unsetOrFalse } from "./pod-security";

// check_windowsHostProcess.go
export const noWindowsHostProcess = podRule({
  name: "no-windows-host-process",
  displayName: "No Windows HostProcess",
  description: "No pod or container runs as a process of its Windows node.",
  severity: "critical",
  remediationSteps: "Remove securityContext.windowsOptions.hostProcess.",
  ...podSecurity("Baseline", "HostProcess"),
  covers: ["trivy KSV103"],
  from: "baseline",
  check(pod, report) {
    for (const owner of [pod.spec, ...pod.containers.map((container) => container.field)]) {
      const field = owner.at("securityContext", "windowsOptions", "hostProcess");
      report.expect(field, unsetOrFalse, {
        why: "a HostProcess container has the rights of its node",
        fix: `Remove ${field.path}`,
      });
    }
  },
});
