import type * as k8s from "@pulumi/kubernetes";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { annotation, label, podSecurityLabel } from "../shared/vocabulary";
import type { ContainerLimits, NamespaceSpec, ResourceQuantities } from "./spec";

type Metadata = k8s.types.input.meta.v1.ObjectMeta;

/** Names of the objects that every namespace has one of. */
export const quotaName = "quota";
export const limitRangeName = "container-limits";

/** Metadata of an object in a namespace: labels of its owner, and the line of the stack config it comes from. */
export function metadataOf(context: PlatformContext, spec: NamespaceSpec, name: string): Metadata {
  return { name, namespace: spec.name, labels: ownerLabels(context, spec), annotations: pathOf(spec) };
}

/** Metadata of the namespace itself: who owns it, its Pod Security level, and why where that is not `restricted`. */
export function namespaceMetadata(context: PlatformContext, spec: NamespaceSpec): Metadata {
  return {
    name: spec.name,
    labels: {
      ...spec.labels,
      ...ownerLabels(context, spec),
      ...podSecurityLabels(spec, context.kubernetesVersion),
      ...meshLabels(spec.mesh ?? "none"),
      ...(spec.targets ? { [label.readinessGate]: "enabled" } : {}),
    },
    annotations: { ...pathOf(spec), ...(spec.reason === undefined ? {} : { [annotation.reason]: spec.reason }) },
  };
}

/**
 * The six Pod Security labels, their version pinned to the cluster's: an upgrade of the cluster then changes what is
 * admitted only together with this program. Applications are warned and audited at `restricted` whatever is enforced;
 * an add-on's namespace at its own level, because nobody here can change its chart.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityLabels(spec: NamespaceSpec, kubernetesVersion: string): Record<string, string> {
  const version = `v${kubernetesVersion}`;
  const advised = spec.kind === "application" ? "restricted" : spec.podSecurity;
  return {
    [podSecurityLabel.enforce]: spec.podSecurity,
    [podSecurityLabel.enforceVersion]: version,
    [podSecurityLabel.audit]: advised,
    [podSecurityLabel.auditVersion]: version,
    [podSecurityLabel.warn]: advised,
    [podSecurityLabel.warnVersion]: version,
  };
}

/** https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ */
function meshLabels(mesh: "none" | "istio"): Record<string, string> {
  return mesh === "istio" ? { "istio-injection": "enabled" } : {};
}

/** A quota, of all pods or of those with certain priorities. */
function quotaSpec(hard: ResourceQuantities, priorityClasses: string[] | undefined) {
  const scope = { scopeName: "PriorityClass", operator: "In", values: priorityClasses ?? [] };
  return { hard, ...(priorityClasses ? { scopeSelector: { matchExpressions: [scope] } } : {}) };
}

/**
 * Quotas by what they are called. A namespace for pods without requests has two: so many of those, and none of any other.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function quotaSpecs(spec: Pick<NamespaceSpec, "quota" | "quotaPriorityClasses" | "bestEffort">) {
  if (!spec.quota) return {};
  if (!spec.bestEffort) return { [quotaName]: quotaSpec(spec.quota, spec.quotaPriorityClasses) };
  return {
    [quotaName]: { hard: spec.quota, scopes: ["BestEffort"] },
    [`${quotaName}-with-requests`]: { hard: { pods: "0" }, scopes: ["NotBestEffort"] },
  };
}

/** A limit range for containers; what is empty is left out, as the API server gives it back. */
export function limitRangeSpec(limits: ContainerLimits) {
  const given = Object.entries(limits).filter(([, quantities]) => Object.keys(quantities ?? {}).length > 0);
  return { limits: [{ type: "Container", ...Object.fromEntries(given) }] };
}

function ownerLabels(context: PlatformContext, spec: NamespaceSpec): Record<string, string> {
  const costed = { ...context, costCenter: spec.costCenter ?? context.costCenter };
  return commonLabels(costed, { name: spec.name, team: spec.team ?? context.team });
}

function pathOf(spec: NamespaceSpec): Record<string, string> {
  return spec.configPath === undefined ? {} : configPath(spec.configPath);
}
