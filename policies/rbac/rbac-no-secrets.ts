import { cis } from "../support/benchmarks";
import { objectRule } from "../support/rule";
import { any, grants, isRole, rbac, rulesOf } from "./roles";

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
  applies: isRole,
  check(object, report) {
    for (const rule of rulesOf(object)) {
      const names = rule.at("resourceNames");
      const reads = any(rule.at("verbs"), verbs);
      const byName = reads.every((verb) => verb.value === "get") ? names : undefined;
      if (grants(report, [any(rule.at("apiGroups"), [""]), any(rule.at("resources"), ["secrets"]), reads], byName)) {
        for (const verb of reads) {
          report.expect(verb, () => false, {
            why: "it reads the Secrets of everybody in its reach, and whoever reads those is everybody",
            fix: `Set ${names.path} and leave list and watch out of ${rule.at("verbs").path}`,
          });
        }
      }
    }
  },
});
