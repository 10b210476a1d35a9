import { z } from "zod";
import { refersTo } from "../shared/reference";
import { pattern } from "../shared/problem";

const secretName = pattern(
  /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
  "is not the name of a secret",
  "at most 30 lower-case letters, digits and hyphens, starting with a letter",
);

const key = pattern(
  /^[A-Za-z][-._A-Za-z0-9]{0,62}$/,
  "is not a key",
  "a name such as api-key; it is the name of the file",
);

const value = z.union([
  z
    .strictObject({
      generate: z.int().min(16).max(128).describe("Length of a value of letters and digits, made once."),
    })
    .describe("Made by the program, kept encrypted in its state."),
  z
    .strictObject({ config: z.literal(true).describe("The value is in secretValues.<secret>.<key>, encrypted.") })
    .describe("Given with `pulumi config set --secret --path platform:secretValues.<secret>.<key>`."),
]);

const values = z
  .record(key, value)
  .refine((given) => Object.keys(given).length > 0, "has no values")
  .describe("Values that the stack makes, by key.");

const kmsKeyArn = pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
  .optional()
  .describe("Key that encrypts it. Left out: AWS's own.");

const keys = z.array(key).min(1);

const secretsManager = z
  .strictObject({
    store: z.literal("secrets-manager"),
    values,
    kmsKeyArn,
    rotation: z
      .strictObject({
        lambdaArn: pattern(/^arn:aws[a-z-]*:lambda:.+$/, "is not the ARN of a function", "arn:aws:lambda:…").describe(
          "Function that changes the value, where it is used too. From then on its values win over the program's.",
        ),
        afterDays: z.int().min(1).max(1000).default(30).describe("Days between two changes."),
      })
      .optional()
      .describe("Rotation by a function of yours; files of running pods follow within the driver's poll interval."),
  })
  .describe("One entry of AWS Secrets Manager that the stack makes; $0.40 a month.");

const parameterStore = z
  .strictObject({ store: z.literal("parameter-store"), values, kmsKeyArn })
  .describe("SecureString parameters of Systems Manager that the stack makes, one for each key; free of charge.");

const existing = z
  .strictObject({
    store: z.literal("existing"),
    name: z.string().min(1).describe("Name of an entry of AWS Secrets Manager that someone else makes, in JSON."),
    keys: keys.describe("Keys of it that become files."),
    kmsKeyArn,
  })
  .describe("A reference to an entry of AWS Secrets Manager.");

const vault = z
  .strictObject({
    store: z.literal("vault"),
    role: z.string().min(1).describe("Role of Vault's Kubernetes auth that the service's account may take."),
    path: z.string().min(1).describe("Path of the secret, for example secret/data/api."),
    keys: keys.describe("Keys of it that become files."),
  })
  .describe("A reference to a secret of HashiCorp Vault.");

const kubernetes = z
  .strictObject({
    store: z.literal("kubernetes"),
    secret: z.string().min(1).describe("Name of a Secret that exists in the service's namespace."),
    keys: keys.describe("Keys of it that become files."),
  })
  .describe("A reference to a Kubernetes Secret.");

const sealed = z
  .strictObject({
    store: z.literal("sealed"),
    namespace: refersTo("namespace", z.string(), { only: true })
      .optional()
      .describe("Namespace that it was sealed for. Left out: the only one there is."),
    scope: z
      .enum(["strict", "namespace-wide", "cluster-wide"])
      .default("strict")
      .describe(
        "`--scope` that it was sealed with. `strict`: opened only under this name in this namespace; `namespace-wide`: under any name of the " +
          "namespace; `cluster-wide`: anywhere, by whoever may create a SealedSecret in any namespace.",
      ),
    encryptedData: z
      .record(key, pattern(/^[A-Za-z0-9+/=]{100,}$/, "is not sealed", "what `kubeseal --raw` prints"))
      .describe("Values sealed for this cluster, by key; only its controller can open them."),
  })
  .describe("A SealedSecret: the encrypted values stand in this file, and are fit for Git.");

/** What a stack may say about its secrets, by name. None of it is a value. */
export function secretsSettings() {
  return z.record(
    secretName,
    z.discriminatedUnion("store", [secretsManager, parameterStore, existing, vault, kubernetes, sealed]),
  );
}

/** Values of secrets, by secret and key; encrypted in the stack's file. */
export function secretValuesSettings() {
  return z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)));
}

/** Secrets by name: where each is kept and what makes its values. */
export type SecretsSettings = z.output<ReturnType<typeof secretsSettings>>;
export type SecretSettings = SecretsSettings[string];
export type SecretValues = z.output<ReturnType<typeof secretValuesSettings>>;

/** Stores whose entries the stack makes. */
export type MadeSecret = Extract<SecretSettings, { store: "secrets-manager" | "parameter-store" }>;

/** Keys of a secret, each of which is a file. */
export function keysOf(secret: SecretSettings): string[] {
  if ("values" in secret) return Object.keys(secret.values).sort();
  if ("encryptedData" in secret) return Object.keys(secret.encryptedData).sort();
  return [...secret.keys].sort();
}
