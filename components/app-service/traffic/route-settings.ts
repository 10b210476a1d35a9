import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { isNetworkBlock } from "../../network/cidr";
import { pattern, remedied } from "../../shared/problem";

/** https://gateway-api.sigs.k8s.io/reference/1.4/spec/#hostname: a wildcard may stand for the first label. */
const host = pattern(
  /^(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/,
  "is not a host name in lower case",
  "a name below the stack's domain such as api, or a whole one such as api.example.com",
);

const cidr = z
  .string()
  .refine(isNetworkBlock, { error: remedied("is not an IPv4 network in CIDR form", "a block such as 203.0.113.0/24") });

const clientId = z.string().min(1).describe("Id that the provider gave the client; it is no secret.");

const oidc = z.strictObject({
  type: z.literal("oidc").describe("Any provider of OpenID Connect, asked by the proxies of a gateway."),
  issuer: pattern(
    /^https:\/\/[^\s?#]+$/,
    "is not the address of an issuer",
    "https://… as the provider names itself",
  ).describe("Address of the provider, whose endpoints are found below it."),
  clientId,
  secretName: z
    .string()
    .min(1)
    .describe(
      "Secret of the service's namespace with the client's secret under `client-secret`; a sealed or synced one.",
    ),
  scopes: z.array(z.string().min(1)).default([]).describe("Scopes beside openid, such as email or groups."),
});

const cognito = z.strictObject({
  type: z
    .literal("cognito")
    .describe("A user pool of Cognito, which may ask another provider; by an ALB, without a Secret."),
  userPoolArn: pattern(
    /^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[a-z0-9-]+_[A-Za-z0-9]+$/,
    "is not the ARN of a user pool",
    "arn:aws:cognito-idp:<region>:<account>:userpool/<id>",
  ).describe("User pool."),
  clientId,
  domain: z.string().min(1).describe("Domain of the pool's login pages: its prefix, or a whole name of your own."),
});

/** One address from outside, and what is asked of requests to it. */
export const route = z.strictObject({
  host: host.describe("Host name; one without a dot is below `platform:domain`."),
  path: pattern(/^\/[^\s?#]*$/, "is not a path", "a path such as /v1")
    .default("/")
    .describe("Beginning of the paths that go to the service."),
  gateway: refersTo("gateway", z.string(), { only: true })
    .optional()
    .describe("Gateway that it is behind. Left out: the only one there is."),
  redirectTo: host
    .optional()
    .describe("Host that requests are sent on to, for good (301), with path and query. They don't reach the service."),
  allowFrom: z
    .array(cidr)
    .min(1)
    .optional()
    .describe(
      "Ranges of clients that may ask; others get 403, or 404 from an ALB. Left out: all that the gateway lets in.",
    ),
  login: z
    .discriminatedUnion("type", [oidc, cognito])
    .optional()
    .describe(
      "Sends people without a session to log in first. `cognito` on a gateway of type alb, `oidc` on nlb and alb-gateway.",
    ),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe("Seconds after which a client gets 504. Left out: that of the gateway. Not on a gateway of type alb."),
  retries: z
    .strictObject({
      attempts: z
        .int()
        .min(1)
        .max(10)
        .default(2)
        .describe("Further tries after the first, with growing waits between."),
      perTrySeconds: z.int().min(1).max(3600).default(5).describe("Seconds that one try may take."),
    })
    .optional()
    .describe("Tries again where the service has not taken the request. On gateways of type nlb and alb-gateway."),
  rateLimit: z
    .strictObject({
      requestsPerSecond: z.int().min(1).max(100_000).describe("Requests that one client address may make in a second."),
    })
    .optional()
    .describe(
      "Answers 429 above it, in place of the gateway's. On gateways of type nlb and alb-gateway; an ALB has one for the gateway.",
    ),
});

export type RouteSettings = z.output<typeof route>;

/** What is asked of requests, without the address. */
export type RouteFeatures = Omit<RouteSettings, "host" | "path" | "gateway">;
