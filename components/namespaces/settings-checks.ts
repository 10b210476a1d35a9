import type { z } from "zod";
import { report } from "../shared/problem";
import { compareQuantities, isQuantity, quantityNumber } from "../shared/quantity";
import { neededQuotaKeys } from "./quota-keys";
import type { ContainerLimits, NamespaceRole, ResourceQuantities, RoleRule } from "./spec";

type Context = z.core.$RefinementCtx;
type Quantities = Partial<ResourceQuantities>;

/** Verbs that give more rights than they are: https://kubernetes.io/docs/concepts/security/rbac-good-practices/ */
const escalating = ["escalate", "bind", "impersonate"];

/** Checks of one namespace over several of its keys. */
export function checkNamespace(
  namespace: {
    podSecurity: string;
    reason?: string | undefined;
    quota: Quantities;
    limitRange: LimitRange;
    bestEffort: boolean;
    mesh: string;
  },
  ctx: Context,
): void {
  if (namespace.podSecurity !== "restricted" && namespace.reason === undefined) {
    const why = `is missing: podSecurity ${namespace.podSecurity} lets pods of the namespace do what restricted forbids`;
    report(ctx, { path: ["reason"], why, set: "why it is needed, or podSecurity: restricted" });
  }
  if (namespace.bestEffort) checkBestEffort(namespace, ctx);
  else checkQuota(namespace.quota, ctx);
  checkLimitRange(namespace.limitRange, ctx);
}

function checkQuota(quota: Quantities, ctx: Context): void {
  const missing = neededQuotaKeys.filter((key) => !(key in quota));
  if (!missing.length) return;
  const why = `does not bound ${missing.join(", ")}`;
  report(ctx, { path: ["quota"], why, set: `${missing.join(", ")} as well, or no quota to take the tier's` });
}

/** KP-25, KP-N14: of pods without requests Kubernetes counts the number only. */
function checkBestEffort(given: { quota: Quantities; limitRange: LimitRange; mesh: string }, ctx: Context): void {
  if (Object.keys(given.quota).join() !== "pods") {
    const why = "stands beside bestEffort: true, and of pods without requests only their number is counted";
    report(ctx, { path: ["quota"], why, set: "{ pods: <number> }" });
  }
  for (const [key, quantities] of Object.entries(given.limitRange)) {
    const asked = Object.keys(quantities ?? {}).filter((one) => one === "cpu" || one === "memory");
    if (!asked.length) continue;
    // A ratio and a least are refused without a request, the others fill one in.
    const why = `is about ${asked.join(", ")}, and bestEffort: true is for pods that request none`;
    report(ctx, { path: ["limitRange", key], why, set: "{}" });
  }
  if (given.mesh === "none") return;
  const why = "gives each pod a proxy with requests, and bestEffort: true refuses pods with any";
  report(ctx, { path: ["mesh"], why, set: "none" });
}

type LimitRange = { [K in keyof ContainerLimits]: Quantities | undefined };

/** The order that Kubernetes wants: min <= defaultRequest <= default <= max, default within the ratio. */
function checkLimitRange(range: LimitRange, ctx: Context): void {
  const steps = ["min", "defaultRequest", "default", "max"] as const;
  steps.forEach((upper, index) => {
    for (const lower of steps.slice(0, index)) {
      for (const [resource, value] of Object.entries(range[upper] ?? {})) {
        const least = range[lower]?.[resource];
        if (value === undefined || least === undefined || !isQuantity(value) || !isQuantity(least)) continue;
        if (compareQuantities(least, value) <= 0) continue;
        const why = `is below ${lower}, which is ${least}`;
        report(ctx, { path: ["limitRange", upper, resource], why, set: `${least} or more, or a smaller ${lower}` });
      }
    }
  });
  for (const [resource, ratio] of Object.entries(range.maxLimitRequestRatio ?? {})) {
    const [limit, request] = [range.default?.[resource], range.defaultRequest?.[resource]];
    if (!ratio || !limit || !request || ![ratio, limit, request].every(isQuantity)) continue;
    const given = quantityNumber(limit) / quantityNumber(request);
    if (given <= quantityNumber(ratio)) continue;
    const why = `is below the ${given} of the defaults (${limit} to ${request})`;
    report(ctx, {
      path: ["limitRange", "maxLimitRequestRatio", resource],
      why,
      set: `${Math.ceil(given)} or more, or defaults that are closer`,
    });
  }
}

/** Rights that are more than they look need a reason. */
export function checkRole(role: Pick<NamespaceRole, "rules" | "clusterRole" | "reason">, ctx: Context): void {
  if ((role.rules === undefined) === (role.clusterRole === undefined)) {
    const why = role.rules ? "stands beside rules" : "is missing, and so are rules";
    report(ctx, { path: ["clusterRole"], why, set: "rules, or one of view, edit, admin" });
  }
  if (role.reason !== undefined) return;
  role.rules?.forEach((rule, index) => {
    const why = risk(rule);
    if (why) report(ctx, { path: ["rules", index], why, set: "narrower rules, or a reason beside them" });
  });
}

function risk(rule: RoleRule): string | undefined {
  const all = [...rule.apiGroups, ...rule.resources, ...rule.verbs];
  if (all.includes("*")) return "has a *: it also allows what later versions of Kubernetes and of add-ons bring";
  const verb = rule.verbs.find((one) => escalating.includes(one));
  if (verb) return `allows ${verb}, by which its users give themselves further rights`;
  if (!rule.resources.includes("secrets")) return undefined;
  if (rule.verbs.some((one) => one === "list" || one === "watch")) {
    return "allows listing secrets: every secret of the namespace, their contents too";
  }
  if (rule.verbs.includes("get") && !rule.resourceNames?.length) {
    return "allows getting any secret of the namespace, not only named ones";
  }
  return undefined;
}
