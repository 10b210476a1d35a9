import type { Object as KubeObject, Pod } from "./evaluator";

/** A request inside the mesh: the identity in the caller's certificate, and what it asks for. */
export interface Request {
  from: { namespace: string; serviceAccount: string };
  port: number;
  method: string;
}

/**
 * Whether a set of AuthorizationPolicies lets a request through to a pod. Written from Istio's description
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/ and
 * https://istio.io/latest/docs/concepts/security/#implicit-enablement), not from the code that makes the policies: a pod
 * without ALLOW policies is open; with some, a request must match a rule of one. A rule matches where one of its sources
 * and one of its operations do, a source or operation where all of its fields do. Fields that are not known here throw,
 * so that nothing passes because it was overlooked.
 */
export function authorizes(policies: KubeObject[], to: Pod, request: Request): boolean {
  const applying = policies.filter(
    ({ metadata, spec }) => metadata.namespace === to.namespace && selects(spec.selector, to.labels),
  );
  if (!applying.length) return true;
  return applying.some(({ spec }) => {
    known(spec, ["selector", "action", "rules"]);
    if ((spec.action ?? "ALLOW") !== "ALLOW") throw new Error(`action ${spec.action} is not known here`);
    return (spec.rules ?? []).some((rule: any) => matches(rule, request));
  });
}

function matches(rule: any, { from, port, method }: Request): boolean {
  known(rule, ["from", "to"]);
  const principal = `cluster.local/ns/${from.namespace}/sa/${from.serviceAccount}`;
  const sourceFits = ({ source }: any) => {
    known(source, ["principals", "namespaces"]);
    return lists(source.principals, principal) && lists(source.namespaces, from.namespace);
  };
  const operationFits = ({ operation }: any) => {
    known(operation, ["ports", "methods"]);
    return lists(operation.ports, String(port)) && lists(operation.methods, method);
  };
  return (
    (rule.from === undefined || rule.from.some(sourceFits)) && (rule.to === undefined || rule.to.some(operationFits))
  );
}

/** A field that is left out limits nothing. */
function lists(field: string[] | undefined, value: string): boolean {
  return field === undefined || field.includes(value);
}

function selects(selector: { matchLabels?: Record<string, string> } | undefined, labels: Record<string, string>) {
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function known(object: object, fields: string[]): void {
  const strange = Object.keys(object).filter((key) => !fields.includes(key));
  if (strange.length) throw new Error(`${strange.join(", ")}: not known here`);
}
