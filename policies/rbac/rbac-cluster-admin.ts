import { cis } from "../support/benchmarks";
import { objectRule } from "../support/rule";
import { texts } from "../support/values";
import { isBinding, rbac } from "./roles";

export const rbacClusterAdmin = objectRule({
  name: "rbac-cluster-admin",
  displayName: "cluster-admin by name only",
  description: "Nobody is bound to a role that may do everything, but for bindings whose waiver names them.",
  severity: "critical",
  remediationSteps: "Bind a role with the permissions that are used; administrators come by EKS access entries.",
  url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  ...cis("4.1.1"),
  ...rbac,
  covers: ["NSA-CISA cluster-admin binding"],
  config: {
    roles: {
      type: "array",
      items: { type: "string" },
      default: ["cluster-admin", "admin"],
      description: "ClusterRoles that count. `admin` reads Secrets and makes roles in its namespace.",
    },
    everywhere: {
      type: "array",
      items: { type: "string" },
      default: ["edit"],
      description: "ClusterRoles that count where they are bound in all namespaces at once.",
    },
  },
  applies: isBinding,
  check(object, report, config) {
    const role = object.root.at("roleRef", "name");
    // In one namespace `edit` is what its team has; in all of them it reaches every Secret and runs pods as anybody.
    const everywhere = object.kind === "ClusterRoleBinding" ? texts(config["everywhere"]) : [];
    const roles = [...texts(config["roles"]), ...everywhere];
    report.expect(role, (value) => typeof value === "string" && !roles.includes(value), {
      why: "whoever takes over the one pod has the cluster",
      fix: "Bind a role with what is used, or give the binding a waiver with a reason and an end",
    });
  },
});
