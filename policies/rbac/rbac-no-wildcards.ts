import { cis } from "../support/benchmarks";
import { objectRule } from "../support/rule";
import { isRole, rbac, rulesOf } from "./roles";

export const rbacNoWildcards = objectRule({
  name: "rbac-no-wildcards",
  displayName: "Roles without wildcards",
  description: "Roles name verbs, resources and groups.",
  severity: "high",
  remediationSteps: "Replace * by what is used.",
  url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  ...cis("4.1.3"),
  ...rbac,
  covers: ["checkov CKV_K8S_49", "trivy KSV044"],
  applies: isRole,
  check(object, report) {
    for (const rule of rulesOf(object)) {
      for (const key of ["verbs", "resources", "apiGroups", "nonResourceURLs"]) {
        for (const item of rule.at(key).items()) {
          report.expect(
            item,
            (value) => typeof value === "string" && (value === "" ? key === "apiGroups" : !/^\*/.test(value)),
            {
              why: "it allows what nobody thought of, and all that comes later",
              fix: `Name what is used in ${item.path}`,
            },
          );
        }
      }
    }
  },
});
