import { enforceLabel, annotation } from "../support/keys";
import { objectRule } from "../support/rule";
import { isLevel, isNamespace } from "../support/seen";
import { beyond } from "./pod-security";

export const namespaceLevel = objectRule({
  name: "namespace-level",
  displayName: "Pod Security level of a namespace",
  description: "Every namespace says which Pod Security level it enforces, and why where that isn't restricted.",
  severity: "high",
  remediationSteps: `Label the namespace ${enforceLabel}: restricted, or annotate it with ${annotation.reason}.`,
  url: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
  ...beyond,
  covers: ["hardeneks ensure_namespace_psa_exist"],
  applies: isNamespace,
  remedy: { object: [{ at: ["metadata", "labels", enforceLabel], value: "restricted" }] },
  check(namespace, report) {
    const metadata = namespace.root.at("metadata");
    const level = metadata.at("labels", enforceLabel);
    const reason = metadata.at("annotations", annotation.reason).decided;
    const { configPath } = namespace;
    const levelSetting = configPath === undefined ? level.path : `${configPath}.podSecurity`;
    const reasonSetting = configPath === undefined ? reason.path : `${configPath}.reason`;
    report.expect(level, isLevel, {
      why: "without one of the three levels the cluster admits any pod there",
      fix: `Set ${levelSetting} to restricted, baseline or privileged`,
    });
    if (level.value === "baseline" || level.value === "privileged") {
      report.expect(reason, (value) => typeof value === "string" && value.trim() !== "", {
        why: `a ${level.value} namespace is an exemption for every pod in it`,
        fix: `Set ${reasonSetting} to the reason, or ${levelSetting} to restricted`,
      });
    }
  },
});
