import { z } from "zod";
import { pattern, report } from "../shared/problem";
import { albKeys, certificateKeys, commonGatewayKeys, type GatewayDefaults, envoyKeys } from "./common-keys";

export type { GatewayDefaults } from "./common-keys";

/** Names of the Kubernetes objects of a gateway, and part of the load balancer's name. */
const gatewayName = pattern(
  /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
  "is not the name of a gateway",
  "at most 20 lower-case letters, digits and hyphens",
);

/** What a stack may say about its gateways: a map from name to gateway, `{ type: alb }` for the defaults. */
export function gatewaysSettings(defaults: GatewayDefaults) {
  const gateways = [
    albGateway(defaults),
    albGatewayGateway(defaults),
    nlbGateway(defaults),
    istioGateway(defaults),
  ] as const;
  return z.record(gatewayName, z.discriminatedUnion("type", gateways).superRefine(noEveryoneInside)).default({});
}

function albGateway(defaults: GatewayDefaults) {
  return z
    .strictObject({
      type: z
        .literal("alb")
        .describe(
          "What the gateway is made of. `alb`: an Application Load Balancer of its own that sends requests straight to pods; " +
            "about 16 USD a month before traffic.",
        ),
      ...commonGatewayKeys(defaults),
      ...albKeys(defaults),
      rateLimit: z
        .strictObject({
          requestsPerSecond: z
            .int()
            .min(1)
            .max(1_000_000)
            .describe("Requests that one client address may make in a second, on average over a minute."),
        })
        .optional()
        .describe(
          "Answers 429 above it, by a rule of AWS WAF made for the gateway: 6 USD a month, and 0.60 USD per million requests.",
        ),
    })
    .superRefine((gateway, ctx) => {
      if (gateway.rateLimit === undefined || gateway.wafAclArn === undefined) return;
      report(ctx, {
        path: ["rateLimit"],
        why: "needs a web ACL made for the gateway, and a load balancer has one only, that of wafAclArn",
        set: "such a rule in that web ACL, or no wafAclArn",
      });
    });
}

function albGatewayGateway(defaults: GatewayDefaults) {
  return z
    .strictObject({
      type: z
        .literal("alb-gateway")
        .describe(
          "`alb-gateway`: an Application Load Balancer that ends TLS, before Envoy proxies in the cluster that compress and limit; needs the add-on envoy-gateway.",
        ),
      ...commonGatewayKeys(defaults),
      ...albKeys(defaults),
      ...envoyKeys(),
    })
    .superRefine(minUpToMax);
}

function nlbGateway(defaults: GatewayDefaults) {
  return z
    .strictObject({
      type: z
        .literal("nlb")
        .describe(
          "`nlb`: a Network Load Balancer that hands connections with the client's address to Envoy proxies in the cluster, which end TLS; needs the add-ons envoy-gateway and cert-manager.",
        ),
      ...commonGatewayKeys(defaults),
      ...certificateKeys(),
      ...envoyKeys(),
    })
    .superRefine(minUpToMax);
}

function istioGateway(defaults: GatewayDefaults) {
  const { compression, replicas } = envoyKeys();
  return z
    .strictObject({
      type: z
        .literal("istio")
        .describe(
          "`istio`: a Network Load Balancer that hands connections with the client's address to proxies of the mesh, which end TLS and call services with mutual TLS; needs the add-ons istiod and cert-manager. It counts no requests per client.",
        ),
      ...commonGatewayKeys(defaults),
      ...certificateKeys(),
      compression,
      replicas,
    })
    .superRefine(minUpToMax);
}

function noEveryoneInside(gateway: { scheme: string; allowFrom?: string[] | undefined }, ctx: z.RefinementCtx): void {
  if (gateway.scheme !== "internal") return;
  gateway.allowFrom?.forEach((block, index) => {
    if (block !== "0.0.0.0/0") return;
    report(ctx, {
      path: ["allowFrom", index],
      why: "an internal gateway has no public address to be reached at",
      set: "the ranges of the networks that are connected, or remove the line for the VPC",
    });
  });
}

function minUpToMax(
  { replicas: { min, max } }: { replicas: { min: number; max: number } },
  ctx: z.RefinementCtx,
): void {
  if (min <= max) return;
  report(ctx, { path: ["replicas", "max"], why: `is below min, which is ${min}`, set: `${min} or more` });
}

/** Gateways by name, with every default filled in. */
export type GatewaysSettings = z.output<ReturnType<typeof gatewaysSettings>>;
export type GatewaySettings = GatewaysSettings[string];
/** A gateway with an Application Load Balancer of its own. */
export type AlbGatewaySettings = Extract<GatewaySettings, { type: "alb" | "alb-gateway" }>;
/** A gateway with Envoy proxies. */
export type EnvoyGatewaySettings = Extract<GatewaySettings, { type: "nlb" | "alb-gateway" }>;
export type NlbGatewaySettings = Extract<GatewaySettings, { type: "nlb" }>;

/** A gateway whose proxies are in the mesh. */
export type IstioGatewaySettings = Extract<GatewaySettings, { type: "istio" }>;

export const isAlbGateway = (gateway: GatewaySettings): gateway is AlbGatewaySettings =>
  gateway.type === "alb" || gateway.type === "alb-gateway";
export const isEnvoyGateway = (gateway: GatewaySettings): gateway is EnvoyGatewaySettings =>
  gateway.type === "nlb" || gateway.type === "alb-gateway";
export const isIstioGateway = (gateway: GatewaySettings): gateway is IstioGatewaySettings => gateway.type === "istio";
