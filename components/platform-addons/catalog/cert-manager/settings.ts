import { z } from "zod";
import { pattern } from "../../../shared/problem";
import type { CommonAddonSettings } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";
import { refersTo } from "../../../shared/reference";

const issuerName = pattern(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "is not the name of an issuer",
  "at most 63 lower-case letters, digits and hyphens",
);

/** Directories of Let's Encrypt: https://letsencrypt.org/docs/acme-protocol-updates/ and /docs/staging-environment/ */
const letsEncrypt = {
  production: "https://acme-v02.api.letsencrypt.org/directory",
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

const issuer = z.discriminatedUnion("type", [
  z.strictObject({
    type: z
      .literal("acme")
      .describe("Where certificates come from. `acme`: a public authority that has the names proven by DNS or HTTP."),
    server: z
      .union([z.enum(["production", "staging"]), z.url({ protocol: /^https$/ })])
      .default("production")
      .describe(
        "Directory of the authority: `production` or `staging` of Let's Encrypt, or an address. Staging has generous limits and a root that no browser trusts.",
      ),
  }),
  z.strictObject({
    type: z.literal("self-signed").describe("`self-signed`: each certificate vouches for itself; for use inside."),
  }),
  z.strictObject({
    type: z
      .literal("ca")
      .describe(
        "`ca`: an authority of the cluster's own, whose root comes with each certificate; for services inside.",
      ),
  }),
]);

export type Issuer = z.output<typeof issuer>;

/** Settings of cert-manager beside those of every add-on. */
export interface CertManagerSettings extends CommonAddonSettings {
  email?: string | undefined;
  issuers: Record<string, Issuer>;
  http01Gateway?: string | undefined;
}

/** The three that the platforms ask for: SS-23, SS-24, SS-25. */
const usualIssuers: Record<string, Issuer> = {
  "letsencrypt-prod": { type: "acme", server: "production" },
  "letsencrypt-staging": { type: "acme", server: "staging" },
  selfsigned: { type: "self-signed" },
};

/** What a stack may say about cert-manager. */
export function certManagerSettings(defaults: AddonDefaults) {
  return z.strictObject({
    ...commonAddonKeys(defaults, "cert-manager"),
    email: z
      .email()
      .optional()
      .describe("Address of the account with the authority, for notices. Let's Encrypt sends none about expiry."),
    issuers: z
      .record(issuerName, issuer)
      .default(usualIssuers)
      .describe(
        "ClusterIssuers by name. Left out: letsencrypt-prod, letsencrypt-staging and selfsigned. A name in a hosted zone of `dns` is proven by DNS, any other by HTTP.",
      ),
    http01Gateway: refersTo("gateway", z.string())
      .optional()
      .describe(
        "Gateway that answers the authority on port 80 for names outside the hosted zones. Left out: only names in the hosted zones can be proven.",
      ),
  });
}

/** Address of an authority's directory. */
export function directory(server: string): string {
  return server === "production" || server === "staging" ? letsEncrypt[server] : server;
}
