import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { texts } from "../support/values";
import { matches } from "../support/waivers";
import { identity } from "../support/kube-object";

export const rbac = { tags: ["rbac"] };

const group = "rbac.authorization.k8s.io";

export function isRole(object: KubeObject): boolean {
  return object.group === group && (object.kind === "Role" || object.kind === "ClusterRole");
}

export function isBinding(object: KubeObject): boolean {
  return object.group === group && (object.kind === "RoleBinding" || object.kind === "ClusterRoleBinding");
}

/** Roles and bindings that a rule leaves alone: those of charts that can't do without. */
export const exemptRoles = {
  exempt: {
    type: "array" as const,
    items: { type: "string" as const },
    default: ["ClusterRole/system:*", "ClusterRoleBinding/system:*"],
    description: "Roles or bindings that the rule leaves alone, as Kind/namespace/name with * for any characters.",
  },
};

export function isExemptRole(object: KubeObject, config: Record<string, unknown>): boolean {
  return texts(config["exempt"]).some((pattern) => matches(pattern, identity(object)));
}

export function rulesOf(role: KubeObject): Field[] {
  return role.root.at("rules").items();
}

/** The elements of a list of a rule that are, or may be, one of those asked for. A wildcard is all of them. */
export function any(list: Field, wanted: readonly string[]): Field[] {
  return list.items().filter((item) => item.string === undefined || item.value === "*" || wanted.includes(item.string));
}

/** Fields that keep a rule from being judged: what isn't known, and what is no text. */
export function unreadable(...fields: Field[]): Field[] {
  return fields.filter((field) => field.string === undefined);
}
