import { z } from "zod";
import { pattern } from "../../../shared/problem";
import type { CommonAddonSettings } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";

const system = "cosign-system";

const name = pattern(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "is not a name", "lower-case letters, digits and hyphens");

const keyless = z.strictObject({
  type: z
    .literal("keyless")
    .describe("`keyless`: by the identity of a pipeline, with a certificate of minutes from Fulcio, written to Rekor."),
  issuer: z.url().describe("Who vouches for the identity, such as https://token.actions.githubusercontent.com."),
  subject: z
    .string()
    .min(1)
    .describe(
      "The identity, whole: for GitHub https://github.com/<owner>/<repository>/.github/workflows/<file>@refs/heads/main.",
    ),
});

const kms = z.strictObject({
  type: z.literal("kms").describe("`kms`: by a key of AWS KMS."),
  keyArn: pattern(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/,
    "is not the ARN of a key",
    "arn:aws:kms:<region>:<account>:key/<id>",
  ).describe("The key, of type ECC_NIST_P256 and for signing."),
});

const signature = z
  .strictObject({
    images: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("Images, with * for a part and ** for any path. Left out: all of the stack's own registry."),
    signedBy: z.discriminatedUnion("type", [keyless, kms]).describe("Whose signature they need."),
    mode: z.enum(["enforce", "warn"]).default("enforce").describe("`warn` admits what has no such signature."),
  })
  .describe("A ClusterImagePolicy.");

/** Settings of the policy controller beside those of every add-on. */
export interface PolicyControllerSettings extends CommonAddonSettings {
  namespaces: string[];
  signatures: Record<string, z.output<typeof signature>>;
  unmatched: "allow" | "warn" | "deny";
}

export function policyControllerSettings(defaults: AddonDefaults) {
  return z.strictObject({
    ...commonAddonKeys(defaults, system),
    namespace: z
      .literal(system)
      .default(system)
      .describe("Namespace of its pods; its definitions call its webhook there, so it has no other."),
    namespaces: z
      .array(name)
      .min(1)
      .describe("Namespaces whose images are verified. While no copy answers, nothing starts in them."),
    signatures: z
      .record(name, signature)
      .refine((signatures) => Object.keys(signatures).length > 0, "has no entry: nothing would be verified")
      .describe("Which images need whose signature, by a name for each."),
    unmatched: z
      .enum(["allow", "warn", "deny"])
      .default("deny")
      .describe("What happens to an image that no entry of `signatures` is about."),
  });
}
