import { cis } from "../support/benchmarks";
import { objectRule } from "../support/rule";
import { isBinding, rbac } from "./roles";

const forbidden = [
  "system:masters",
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:serviceaccounts",
];

export const rbacSubjects = objectRule({
  name: "rbac-subjects",
  displayName: "Nobody in particular has no permissions",
  description:
    "Bindings are for somebody: not for everybody, not for default service accounts, not for system:masters.",
  severity: "critical",
  remediationSteps: "Bind a service account of the workload's own, or a group of people.",
  url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  ...cis("4.1.5"),
  ...rbac,
  covers: ["trivy KSV122", "trivy KSV123"],
  applies: isBinding,
  check(object, report) {
    for (const subject of object.root.at("subjects").asWhole().items()) {
      const name = subject.at("name");
      const kind = subject.at("kind");
      report.expect(kind, (value) => ["User", "Group", "ServiceAccount"].includes(value as string), {
        why: "RBAC knows no such subject",
        fix: `Set ${kind.path} to ServiceAccount, Group or User`,
      });
      const account = kind.value === "ServiceAccount";
      report.expect(
        name,
        (value) => typeof value === "string" && (account ? value !== "default" : !isEverybody(value)),
        {
          why: account
            ? "every pod without an account of its own has it"
            : "everybody has it, or nobody can take it away",
          fix: `Set ${name.path} to somebody in particular`,
        },
      );
    }
  },
});

function isEverybody(name: string): boolean {
  return forbidden.includes(name) || name.startsWith("system:serviceaccounts:");
}
