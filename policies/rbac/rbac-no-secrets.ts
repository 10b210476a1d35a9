import { cis } from "../support/benchmarks";
import { objectRule } from "../support/rule";
import { any, exemptRoles, isExemptRole, isRole, rbac, rulesOf } from "./roles";

const verbs = ["get", "list", "watch"];

export const rbacNoSecrets = objectRule({
  name: "rbac-no-secrets",
  displayName: "Nobody reads all Secrets",
  description: "Roles read Secrets by name only.",
  severity: "high",
  remediationSteps: "Set resourceNames, and leave list and watch out: they return the content too.",
  url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
  ...cis("4.1.2"),
  ...rbac,
  covers: ["trivy KSV041", "NSA-CISA list Kubernetes secrets"],
  config: exemptRoles,
  applies: isRole,
  check(object, report, config) {
    if (isExemptRole(object, config)) {
      return;
    }
    for (const rule of rulesOf(object)) {
      const names = rule.at("resourceNames");
      const group = any(rule.at("apiGroups"), [""]);
      const secrets = any(rule.at("resources"), ["secrets"]);
      const reads = any(rule.at("verbs"), verbs);
      const named = names.items().length > 0 && reads.every((verb) => verb.value === "get");
      if (group.length === 0 || secrets.length === 0 || reads.length === 0 || named) {
        continue;
      }
      for (const verb of reads) {
        report.expect(verb, () => false, {
          why: "it reads the Secrets of everybody in its reach, and whoever reads those is everybody",
          fix: `Set ${names.path} and leave list and watch out of ${rule.at("verbs").path}`,
        });
      }
      // What isn't known among the rest may be what makes it harmless.
      [...group, ...secrets, ...names.items()].forEach((field) => report.readable(field));
    }
  },
});
