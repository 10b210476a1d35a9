import { podRule } from "../support/rule";
import { oneOf, podSecurity } from "./pod-security";

// check_procMount_baseline.go, check_procMount_restricted.go: since 1.35 `baseline` lets pods in a user namespace
// choose, `restricted` never does.
export const procMount = podRule({
  name: "proc-mount",
  displayName: "/proc mount type",
  description: "Containers keep the default masks of /proc.",
  severity: "high",
  remediationSteps: "Remove securityContext.procMount.",
  ...podSecurity("Baseline", "/proc Mount Type"),
  covers: ["trivy KSV027"],
  from: "baseline",
  check(pod, report, { level }) {
    if (level === "baseline" && pod.userNamespace) {
      return;
    }
    for (const container of pod.containers) {
      const field = container.field.at("securityContext", "procMount");
      report.expect(field, oneOf(undefined, "Default"), {
        why: "without the masks the container reads and changes settings of the node's kernel",
        fix: `Remove ${field.path}`,
      });
    }
  },
});
