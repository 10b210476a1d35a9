import { selectorLabels } from "../../shared/labels";
import type { GatewayRef, NamespaceRef } from "../../shared/refs";
import type { Edges } from "../traffic/peers";
import type { MeshSettings } from "./mesh-settings";

/** Trust domain of the mesh, the first part of every identity: the charts' own. */
const trustDomain = "cluster.local";

/** Everything that a service's authorization is made from; the same declaration as its network policy. */
export interface AuthorizationPlan {
  service: string;
  port: number;
  namespace: Pick<NamespaceRef, "name" | "sameNamespace">;
  edges: Pick<Edges, "calledBy">;
  /** Gateways that its routes are behind. */
  gateways: Pick<GatewayRef, "principal">[];
  methods: MeshSettings["methods"];
}

/**
 * Spec of the AuthorizationPolicy of a service: its declared callers, each by the identity of its certificate, at the
 * service's port. `from` and `to` stand in one rule, so that both must fit (KP-N5): rules are joined by OR. What no
 * policy admits is denied, by one of the namespace. Undefined where nobody may call.
 *
 * security.istio.io/v1: https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationSpec(plan: AuthorizationPlan) {
  const rules = [...callerRules(plan), ...neighbourRules(plan)];
  if (!rules.length) return undefined;
  return { selector: { matchLabels: selectorLabels(plan.service) }, action: "ALLOW", rules };
}

function callerRules({ port, edges, gateways, methods }: AuthorizationPlan) {
  // A run before a caller's rollout has the identity of the caller, which stands here itself.
  const calledBy = edges.calledBy.filter(({ identityOf }) => identityOf === undefined);
  const limited = calledBy.filter(({ name }) => methods[name] !== undefined);
  const callers = calledBy
    .filter(({ name }) => methods[name] === undefined)
    .map(({ name, namespace }) => principal(namespace, name));
  const ofGateways = gateways.flatMap((gateway) =>
    gateway.principal ? [principal(gateway.principal.namespace, gateway.principal.serviceAccount)] : [],
  );
  const free = [...new Set([...callers, ...ofGateways])];
  return [
    ...(free.length ? [rule({ principals: free }, port)] : []),
    ...limited.map(({ name, namespace }) => rule({ principals: [principal(namespace, name)] }, port, methods[name])),
  ];
}

/** What the network policies of a namespace with `sameNamespace: allow` let through is not refused here. */
function neighbourRules({ namespace }: AuthorizationPlan) {
  return namespace.sameNamespace === "allow" ? [{ from: [{ source: { namespaces: [namespace.name] } }] }] : [];
}

function rule(source: { principals: string[] }, port: number, methods?: string[]) {
  const operation = { ports: [port.toString()], ...(methods ? { methods } : {}) };
  return { from: [{ source }], to: [{ operation }] };
}

/** Identity of the pods of a service account, as their certificates have it. */
function principal(namespace: string, serviceAccount: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
