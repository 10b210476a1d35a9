import { type Field, Malformed } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import type { Report } from "../support/report";

export const rbac = { tags: ["rbac"] };

const group = "rbac.authorization.k8s.io";

export function isRole(object: Kind): boolean {
  return object.group === group && (object.kind === "Role" || object.kind === "ClusterRole");
}

export function isBinding(object: Kind): boolean {
  return object.group === group && (object.kind === "RoleBinding" || object.kind === "ClusterRoleBinding");
}

export function rulesOf(role: KubeObject): Field[] {
  // Atomic, as are subjects: k8s.io/api v0.36 rbac/v1/types.go.
  return role.root.at("rules").asWhole().items();
}

/** The elements of a list of a rule that are, or may be, one of those asked for. A wildcard is all of them. */
export function any(list: Field, wanted: readonly string[]): Field[] {
  return list
    .items()
    .map(text)
    .filter((item) => item.string === undefined || item.value === "*" || wanted.includes(item.string));
}

/**
 * Whether a rule grants something for sure: every list has a match that is known, and no names narrow it down. What
 * may make the difference and can't be read is reported.
 */
export function grants(report: Report, lists: Field[][], names: Field | undefined): boolean {
  if (lists.some((list) => list.length === 0)) {
    return false;
  }
  const named = names?.items() ?? [];
  if (named.length > 0) {
    named.forEach((name) => report.readable(text(name)));
    return false;
  }
  if (lists.every((list) => list.some((item) => item.string !== undefined))) {
    return true;
  }
  lists.flat().forEach((item) => report.readable(item));
  return false;
}

/** An element that is no text, and not unknown, is malformed. */
function text(item: Field): Field {
  const fine = item.string !== undefined || item.isUnknown || item.isMalformed;
  return fine ? item : item.with(new Malformed(item.value, "a text"));
}
