import type * as k8s from "@pulumi/kubernetes";
import { annotation } from "../shared/vocabulary";
import type { NamespaceRole, RoleRule } from "./spec";

type Metadata = k8s.types.input.meta.v1.ObjectMeta;

const apiGroup = "rbac.authorization.k8s.io";

/** Who has a role: groups, and service accounts of the namespace. */
export function subjectsOf(namespace: string, role: NamespaceRole) {
  return [
    ...role.groups.map((name) => ({ kind: "Group", apiGroup, name })),
    ...role.serviceAccounts.map((name) => ({ kind: "ServiceAccount", name, namespace })),
  ];
}

/** What a binding refers to: the Role of its own name, or a role of Kubernetes. */
export function roleRefOf(name: string, role: NamespaceRole) {
  if (role.clusterRole !== undefined) return { apiGroup, kind: "ClusterRole", name: role.clusterRole };
  return { apiGroup, kind: "Role", name };
}

/** A rule as Kubernetes writes it: names of objects only where there are some. */
export function ruleObject({ apiGroups, resources, verbs, resourceNames }: RoleRule) {
  return { apiGroups, resources, verbs, ...(resourceNames?.length ? { resourceNames } : {}) };
}

/** Metadata with the reason for unusual rights, where there is one. */
export function withReason(metadata: Metadata, reason: string | undefined): Metadata {
  if (reason === undefined) return metadata;
  return { ...metadata, annotations: { ...metadata.annotations, [annotation.reason]: reason } };
}
