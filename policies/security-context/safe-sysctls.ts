import { podRule } from "../support/rule";
import { oneOf, podSecurity } from "./pod-security";

// check_sysctls.go, sysctlsAllowedV1Dot32 (1.37 adds more)
const safe = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

export const safeSysctls = podRule({
  name: "safe-sysctls",
  displayName: "Safe sysctls",
  description: "Pods set only kernel parameters that touch nothing but the pod.",
  severity: "high",
  remediationSteps: "Remove the sysctl, or set it for the whole node pool.",
  ...podSecurity("Baseline", "Sysctls"),
  covers: ["trivy KSV026"],
  from: "baseline",
  check(pod, report) {
    for (const sysctl of pod.spec.at("securityContext", "sysctls").items()) {
      report.expect(sysctl.at("name"), oneOf(...safe), {
        why: `other pods of the node would feel it; safe are ${safe.join(", ")}`,
        fix: `Remove ${sysctl.path}`,
      });
    }
  },
});
