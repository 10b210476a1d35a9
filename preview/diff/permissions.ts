import type { PlanDocument } from "../document";
import { isFields } from "./differences";

type Resource = PlanDocument["resources"][number];

const kubernetesRoles = /^kubernetes:rbac\.authorization\.k8s\.io\/v1:(Cluster)?Role$/;

/**
 * Every single permission of a plan, one line each: `NAME: allow s3:GetObject on arn:…` for policies of AWS, whether of a
 * role or of a resource, and `NAME: get pods` for roles of Kubernetes.
 */
export function permissionsOf(resources: Resource[]): Set<string> {
  return new Set(
    resources.flatMap(({ type, name, inputs }) => {
      if (!isFields(inputs)) return [];
      if (kubernetesRoles.test(type)) return list(inputs.rules).flatMap((rule) => verbs(name, rule));
      if (type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        return [`${name}: managed policy ${String(inputs.policyArn)}`];
      return Object.values(inputs).flatMap((value) => statements(value).flatMap((one) => actions(name, one)));
    }),
  );
}

function verbs(name: string, rule: unknown): string[] {
  if (!isFields(rule)) return [];
  const things = [...list(rule.resources), ...list(rule.nonResourceURLs)];
  const named = list(rule.resourceNames).map(String);
  const only = named.length ? ` named ${named.join(", ")}` : "";
  return list(rule.verbs).flatMap((verb) => things.map((thing) => `${name}: ${String(verb)} ${String(thing)}${only}`));
}

/** Statements of a policy document, which stands in inputs as JSON text. */
function statements(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "string" || !value.startsWith("{") || !value.includes('"Statement"')) return [];
  try {
    const document: unknown = JSON.parse(value);
    return isFields(document) ? list(document.Statement).filter(isFields) : [];
  } catch {
    return [];
  }
}

function actions(name: string, statement: Record<string, unknown>): string[] {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, Condition } = statement;
  const effect = String(Effect).toLowerCase();
  const what = NotAction === undefined ? list(Action).map(String) : [`all but ${list(NotAction).join(", ")}`];
  const on = Resource === undefined && NotResource === undefined ? [""] : targets(Resource, NotResource);
  const who = Principal === undefined ? "" : ` to ${JSON.stringify(Principal)}`;
  const when = Condition === undefined ? "" : ` if ${JSON.stringify(Condition)}`;
  return what.flatMap((action) => on.map((target) => `${name}: ${effect} ${action}${target}${who}${when}`));
}

function targets(resource: unknown, not: unknown): string[] {
  if (not !== undefined) return [` on all but ${list(not).map(String).join(", ")}`];
  return list(resource).map((one) => ` on ${String(one)}`);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
