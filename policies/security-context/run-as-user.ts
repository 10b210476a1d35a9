import { podRule } from "../support/rule";
import { podSecurity } from "./pod-security";

// check_runAsUser.go; since 1.35 pods in a user namespace are exempt. UID 1000 and every other one but 0 will do.
const notRoot = (value: unknown) =>
  value === undefined || (typeof value === "number" && Number.isInteger(value) && value > 0);

export const runAsUser = podRule({
  name: "run-as-user",
  displayName: "No user 0",
  description: "No pod or container runs as user 0.",
  severity: "high",
  remediationSteps: "Set securityContext.runAsUser to a number other than 0, or remove it.",
  ...podSecurity("Restricted", "Running as Non-root user"),
  covers: ["trivy KSV105"],
  from: "restricted",
  check(pod, report) {
    if (pod.userNamespace) {
      return;
    }
    for (const owner of [pod.spec, ...pod.containers.map((container) => container.field)]) {
      const field = owner.at("securityContext", "runAsUser");
      report.expect(field, notRoot, {
        why: "user 0 is root, and nothing but a number above 0 is another user",
        fix: `Set ${field.path} to the user that the image was built for, for example 1000`,
      });
    }
  },
});
