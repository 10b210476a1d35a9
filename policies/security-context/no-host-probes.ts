import { podRule } from "../support/rule";
import { podSecurity, unsetOrEmpty } from "./pod-security";

// check_hostProbesAndhostLifecycle.go, since 1.34
const handlers = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

export const noHostProbes = podRule({
  name: "no-host-probes",
  displayName: "No probe of another host",
  description: "Probes and lifecycle hooks call the pod itself, never another host.",
  severity: "medium",
  remediationSteps: "Remove host from httpGet and tcpSocket.",
  ...podSecurity("Baseline", "Host Probes / Lifecycle Hooks"),
  from: "baseline",
  check(pod, report) {
    for (const container of pod.containers) {
      for (const handler of handlers) {
        for (const kind of ["httpGet", "tcpSocket"]) {
          const field = container.field.at(...handler, kind, "host");
          report.expect(field, unsetOrEmpty, {
            why: "the kubelet makes the call, so the pod could reach through it what its network policy forbids",
            fix: `Remove ${field.path}`,
          });
        }
      }
    }
  },
});
