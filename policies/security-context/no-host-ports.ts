import { podRule } from "../support/rule";
import { oneOf, podSecurity } from "./pod-security";

// check_hostPorts.go
export const noHostPorts = podRule({
  name: "no-host-ports",
  displayName: "No host ports",
  description: "No container takes a port of its node.",
  severity: "high",
  remediationSteps: "Remove hostPort and reach the pod through a Service.",
  ...podSecurity("Baseline", "Host Ports"),
  covers: ["checkov CKV_K8S_26", "trivy KSV024"],
  from: "baseline",
  check(pod, report) {
    for (const container of pod.containers) {
      for (const port of container.field.at("ports").items()) {
        const field = port.at("hostPort");
        report.expect(field, oneOf(undefined, 0), {
          why: "a port of the node is open to everyone who reaches the node, and only one such pod fits on it",
          fix: `Remove ${field.path} and use a Service`,
        });
      }
    }
  },
});
