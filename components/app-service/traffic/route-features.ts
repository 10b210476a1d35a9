import type { GatewayRef } from "../../shared/refs";
import type { RouteFeatures } from "./route-settings";
import type { RoutePlan } from "./route";

/** An object beside an HTTPRoute, named like it, that asks something of its requests. */
export interface RouteObject {
  apiVersion: string;
  kind: string;
  /** Default: that of the route. */
  namespace?: string;
  spec: Record<string, unknown>;
}

/**
 * What the rules of an HTTPRoute say of requests. An ALB knows no timeouts (docs/guide/gateway/l7gateway.md of its
 * controller); addresses and logins it takes from the object that the filter names.
 */
export function ruleFeatures(
  name: string,
  kind: GatewayRef["kind"],
  { timeoutSeconds, allowFrom, login }: RouteFeatures,
) {
  const extensionRef = { group: "gateway.k8s.aws", kind: "ListenerRuleConfiguration", name };
  return {
    ...(kind === "alb" && (allowFrom || login) ? { filters: [{ type: "ExtensionRef", extensionRef }] } : {}),
    ...(kind !== "alb" && timeoutSeconds !== undefined ? { timeouts: { request: seconds(timeoutSeconds) } } : {}),
  };
}

/** Sends requests on to another host for good, with path and query kept. */
export function redirectFilter(hostname: string) {
  return { type: "RequestRedirect", requestRedirect: { scheme: "https", hostname, port: 443, statusCode: 301 } };
}

/** The objects beside a route: what its gateway reads who may ask, how often, and what happens when the service fails. */
export function routeObjects(plan: RoutePlan): RouteObject[] {
  if (plan.features.redirectTo !== undefined) return [];
  const make = { alb: ofAlb, envoy: ofEnvoy, istio: ofIstio }[plan.gateway.kind];
  return make(plan);
}

/**
 * gateway.k8s.aws/v1: kubernetes-sigs/aws-load-balancer-controller v3.5.0, apis/gateway/v1/listenerruleconfig_types.go.
 * Only a login by Cognito: for any other provider the controller would have to list Secrets.
 */
function ofAlb({ features: { allowFrom, login } }: RoutePlan): RouteObject[] {
  if (!allowFrom && login?.type !== "cognito") return [];
  const conditions = allowFrom && [{ field: "source-ip", sourceIPConfig: { values: allowFrom } }];
  const actions = login?.type === "cognito" && [
    {
      type: "authenticate-cognito",
      authenticateCognitoConfig: {
        userPoolArn: login.userPoolArn,
        userPoolClientId: login.clientId,
        userPoolDomain: login.domain,
        onUnauthenticatedRequest: "authenticate",
        // Of 7 days by default.
        sessionTimeout: sessionSeconds,
      },
    },
  ];
  const spec = { ...(conditions ? { conditions } : {}), ...(actions ? { actions } : {}) };
  return [{ apiVersion: "gateway.k8s.aws/v1", kind: "ListenerRuleConfiguration", spec }];
}

/** A working day: who has left is out by the next. */
const sessionSeconds = 12 * 3600;

/** gateway.envoyproxy.io/v1alpha1: envoyproxy/gateway v1.9.0, api/v1alpha1. */
function ofEnvoy({ name, features }: RoutePlan): RouteObject[] {
  const { allowFrom, login, retries, rateLimit } = features;
  const apiVersion = "gateway.envoyproxy.io/v1alpha1";
  const targetRefs = [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name }];
  const security = {
    ...(allowFrom
      ? {
          authorization: {
            defaultAction: "Deny",
            rules: [{ name: "allow-from", action: "Allow", principal: { clientCIDRs: allowFrom } }],
          },
        }
      : {}),
    ...(login?.type === "oidc"
      ? {
          oidc: {
            provider: { issuer: login.issuer },
            clientID: login.clientId,
            clientSecret: { group: "", kind: "Secret", name: login.secretName },
            scopes: login.scopes,
          },
        }
      : {}),
  };
  const traffic = {
    ...(retries ? { retry: retryOf(retries) } : {}),
    ...(rateLimit ? { rateLimit: limitOf(rateLimit.requestsPerSecond) } : {}),
  };
  return [
    ...(Object.keys(security).length
      ? [{ apiVersion, kind: "SecurityPolicy", spec: { targetRefs, ...security } }]
      : []),
    ...(Object.keys(traffic).length
      ? [
          // Over the gateway's own policy, field by field, or compression would be gone.
          { apiVersion, kind: "BackendTrafficPolicy", spec: { targetRefs, mergeType: "StrategicMerge", ...traffic } },
        ]
      : []),
  ];
}

function retryOf({ attempts, perTrySeconds }: NonNullable<RouteFeatures["retries"]>) {
  return {
    numRetries: attempts,
    perRetry: { timeout: seconds(perTrySeconds), backOff: { baseInterval: "25ms" } },
    // Nothing that the service may have acted on is sent twice.
    retryOn: { triggers: ["connect-failure", "refused-stream", "reset-before-request", "unavailable", "cancelled"] },
  };
}

function limitOf(requests: number) {
  const clientSelectors = [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }];
  return { type: "Global", global: { rules: [{ clientSelectors, limit: { requests, unit: "Second" } }] } };
}

/**
 * Refused at the gateway's proxies, which see the client's address: an AuthorizationPolicy that denies everybody else, for
 * this host and path. With and without a port: clients may write `Host: api.example.com:443`.
 */
function ofIstio({ gateway, host, paths, features: { allowFrom } }: RoutePlan): RouteObject[] {
  if (!allowFrom) return [];
  const below = paths.includes("/") ? {} : { paths: paths.flatMap((path) => [path, `${path.replace(/\/$/, "")}/*`]) };
  return [
    {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      namespace: gateway.gatewayNamespace,
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: gateway.gatewayName }],
        action: "DENY",
        rules: [
          {
            from: [{ source: { notIpBlocks: allowFrom } }],
            to: [{ operation: { hosts: [host, `${host}:*`], ...below } }],
          },
        ],
      },
    },
  ];
}

function seconds(count: number): string {
  return `${count.toString()}s`;
}
