import { z } from "zod";
import { pattern, report } from "../shared/problem";
import { albKeys, certificateKeys, commonDoorKeys, type DoorDefaults, envoyKeys } from "./common-keys";

export type { DoorDefaults } from "./common-keys";

/** Names of the Kubernetes objects of a door, and part of the load balancer's name. */
const doorName = pattern(
  /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
  "is not the name of a door",
  "at most 20 lower-case letters, digits and hyphens",
);

/** What a stack may say about its doors: a map from name to door, `{ type: alb }` for the defaults. */
export function doorsSettings(defaults: DoorDefaults) {
  const doors = [albDoor(defaults), albGatewayDoor(defaults), nlbDoor(defaults), istioDoor(defaults)] as const;
  return z.record(doorName, z.discriminatedUnion("type", doors).superRefine(noEveryoneInside)).default({});
}

function albDoor(defaults: DoorDefaults) {
  return z
    .strictObject({
      type: z
        .literal("alb")
        .describe(
          "What the door is made of. `alb`: an Application Load Balancer of its own that sends requests straight to pods; " +
            "about 16 USD a month before traffic.",
        ),
      ...commonDoorKeys(defaults),
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
          "Answers 429 above it, by a rule of AWS WAF made for the door: 6 USD a month, and 0.60 USD per million requests.",
        ),
    })
    .superRefine((door, ctx) => {
      if (door.rateLimit === undefined || door.wafAclArn === undefined) return;
      report(ctx, {
        path: ["rateLimit"],
        why: "needs a web ACL made for the door, and a load balancer has one only, that of wafAclArn",
        set: "such a rule in that web ACL, or no wafAclArn",
      });
    });
}

function albGatewayDoor(defaults: DoorDefaults) {
  return z
    .strictObject({
      type: z
        .literal("alb-gateway")
        .describe(
          "`alb-gateway`: an Application Load Balancer that ends TLS, before Envoy proxies in the cluster that compress and limit; needs the add-on envoy-gateway.",
        ),
      ...commonDoorKeys(defaults),
      ...albKeys(defaults),
      ...envoyKeys(),
    })
    .superRefine(minUpToMax);
}

function nlbDoor(defaults: DoorDefaults) {
  return z
    .strictObject({
      type: z
        .literal("nlb")
        .describe(
          "`nlb`: a Network Load Balancer that hands connections with the client's address to Envoy proxies in the cluster, which end TLS; needs the add-ons envoy-gateway and cert-manager.",
        ),
      ...commonDoorKeys(defaults),
      ...certificateKeys(),
      ...envoyKeys(),
    })
    .superRefine(minUpToMax);
}

function istioDoor(defaults: DoorDefaults) {
  const { compression, replicas } = envoyKeys();
  return z
    .strictObject({
      type: z
        .literal("istio")
        .describe(
          "`istio`: a Network Load Balancer that hands connections with the client's address to proxies of the mesh, which end TLS and call services with mutual TLS; needs the add-ons istiod and cert-manager. It counts no requests per client.",
        ),
      ...commonDoorKeys(defaults),
      ...certificateKeys(),
      compression,
      replicas,
    })
    .superRefine(minUpToMax);
}

function noEveryoneInside(door: { scheme: string; allowFrom?: string[] | undefined }, ctx: z.RefinementCtx): void {
  if (door.scheme !== "internal") return;
  door.allowFrom?.forEach((block, index) => {
    if (block !== "0.0.0.0/0") return;
    report(ctx, {
      path: ["allowFrom", index],
      why: "an internal door has no public address to be reached at",
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

/** Doors by name, with every default filled in. */
export type DoorsSettings = z.output<ReturnType<typeof doorsSettings>>;
export type DoorSettings = DoorsSettings[string];
/** A door with an Application Load Balancer of its own. */
export type AlbDoor = Extract<DoorSettings, { type: "alb" | "alb-gateway" }>;
/** A door with Envoy proxies. */
export type EnvoyDoor = Extract<DoorSettings, { type: "nlb" | "alb-gateway" }>;
export type NlbDoor = Extract<DoorSettings, { type: "nlb" }>;

/** A door whose proxies are in the mesh. */
export type IstioDoor = Extract<DoorSettings, { type: "istio" }>;

export const isAlbDoor = (door: DoorSettings): door is AlbDoor => door.type === "alb" || door.type === "alb-gateway";
export const isEnvoyDoor = (door: DoorSettings): door is EnvoyDoor =>
  door.type === "nlb" || door.type === "alb-gateway";
export const isIstioDoor = (door: DoorSettings): door is IstioDoor => door.type === "istio";
