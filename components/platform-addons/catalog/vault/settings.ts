import { z } from "zod";
import { pattern, report } from "../../../shared/problem";
import { quantity } from "../../../shared/quantity";
import type { CommonAddonSettings } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";

const name = pattern(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "is not a name", "lower-case letters, digits and hyphens");

const path = pattern(
  /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_.-]+)*(\/\*)?$/,
  "is not a path of secrets",
  "a path such as shop/api, or shop/api/* for all below it",
);

const capabilities = ["read", "list", "create", "update", "delete"] as const;

const service = z
  .strictObject({
    namespace: name.describe("Namespace of the service's pods."),
    serviceAccounts: z.array(name).min(1).describe("Service accounts that log in as it."),
    paths: z
      .record(path, z.array(z.enum(capabilities)).min(1))
      .refine((paths) => Object.keys(paths).length > 0, "has no paths")
      .describe("What it may do with which secrets, by their path below `secret/` (a key-value engine of version 2)."),
    ttlMinutes: z.int().min(5).max(1440).default(60).describe("Minutes that a token of it lives."),
  })
  .describe("A policy of Vault, and a role by which pods of one namespace get it.");

/** Settings of Vault beside those of every add-on. */
export interface VaultSettings extends CommonAddonSettings {
  storage: { data: string; audit: string };
  services: Record<string, z.output<typeof service>>;
}

/** Raft needs a majority: with two servers the loss of one stops both. */
export function vaultSettings(defaults: AddonDefaults) {
  const keys = commonAddonKeys(defaults, "vault");
  return z
    .strictObject({
      ...keys,
      replicas: z
        .int()
        .min(1)
        .max(7)
        .default(defaults.replicas > 1 ? 3 : 1)
        .describe("Servers, an odd number: of three one may be lost, of five two."),
      storage: z
        .strictObject({
          data: quantity().default("10Gi").describe("Volume of each server for secrets."),
          audit: quantity()
            .default("10Gi")
            .describe("Volume of each server for its audit log. Vault answers nothing that it can't write down."),
        })
        .prefault({})
        .describe("Volumes of the stack's default class, which is encrypted."),
      services: z
        .record(name, service)
        .default({})
        .describe(
          "Policy and role of each service, by name; docs/runbooks/vault-initialize.md applies them. A pod logs in by the role of that name.",
        ),
    })
    .superRefine(({ replicas }, ctx) => {
      if (replicas % 2 === 1) return;
      report(ctx, {
        path: ["replicas"],
        why: "is even, which stands the loss of no more servers than one fewer does",
        set: `${replicas - 1} or ${replicas + 1}`,
      });
    });
}
