import { podRule } from "../support/rule";
import { oneOf, podSecurity } from "./pod-security";

// check_appArmorProfile.go
const annotationPrefix = "container.apparmor.security.beta.kubernetes.io/";
const allowedType = oneOf("RuntimeDefault", "Localhost");
const allowedAnnotation = (value: unknown) =>
  value === undefined ||
  (typeof value === "string" && (value === "" || value === "runtime/default" || value.startsWith("localhost/")));

export const appArmorProfile = podRule({
  name: "apparmor-profile",
  displayName: "AppArmor profile",
  description: "No pod or container switches its AppArmor profile off.",
  severity: "high",
  remediationSteps: "Remove appArmorProfile, or set its type to RuntimeDefault or Localhost.",
  ...podSecurity("Baseline", "AppArmor"),
  covers: ["trivy KSV002"],
  from: "baseline",
  check(pod, report) {
    for (const owner of [pod.spec, ...pod.containers.map((container) => container.field)]) {
      const profile = owner.at("securityContext", "appArmorProfile");
      const type = profile.at("type");
      report.expect(type, profile.absent ? oneOf(undefined) : allowedType, {
        why: "only RuntimeDefault and Localhost keep the container confined",
        fix: `Remove ${profile.path} or set its type to RuntimeDefault`,
      });
    }
    for (const [key, value] of pod.metadata.at("annotations").entries()) {
      if (key === "" || key.startsWith(annotationPrefix)) {
        report.expect(value, allowedAnnotation, {
          why: "only runtime/default and localhost/* keep the container confined",
          fix: `Remove the annotation ${key}`,
        });
      }
    }
  },
});
