import { podRule } from "../support/rule";
import { oneOf, podSecurity, unsetOrEmpty } from "./pod-security";

// check_seLinuxOptions.go; container_engine_t since 1.31
const types = oneOf(undefined, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

export const seLinuxOptions = podRule({
  name: "selinux-options",
  displayName: "SELinux options",
  description: "No pod or container sets an SELinux user or role, or a type that isn't for containers.",
  severity: "high",
  remediationSteps: "Remove seLinuxOptions, or set only type to container_t.",
  ...podSecurity("Baseline", "SELinux"),
  covers: ["trivy KSV025"],
  from: "baseline",
  check(pod, report) {
    for (const owner of [pod.spec, ...pod.containers.map((container) => container.field)]) {
      const options = owner.at("securityContext", "seLinuxOptions");
      const say = { why: "it takes the container out of its confinement", fix: `Remove ${options.path}` };
      report.expect(options.at("type"), types, say);
      report.expect(options.at("user"), unsetOrEmpty, say);
      report.expect(options.at("role"), unsetOrEmpty, say);
    }
  },
});
